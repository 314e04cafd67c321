package dev.holdfast.drivers.ssh;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostSpec;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs scripts on one machine, each on a channel of its own.
 *
 * <p>The caller only ever waits for a virtual thread, and cuts the channel off when its time is over: no read or write of the
 * network can hold it.
 */
final class SshHost implements HostCommands {
    private final HostSpec spec;
    private final SshConnections connections;

    SshHost(HostSpec spec) {
        this.spec = spec;
        this.connections = new SshConnections(spec);
    }

    @Override
    public Result run(String script, Duration limit) {
        StringBuilder output = new StringBuilder();
        Result result = stream(script, line -> output.append(line).append('\n'), limit);
        return new Result(result.exitCode(), output.toString(), result.errors());
    }

    @Override
    public Result stream(String script, Consumer<String> line, Duration limit) {
        RemoteCommand command = new RemoteCommand(script, line, Deadline.in(limit));
        FutureTask<Result> task = new FutureTask<>(() -> execute(command));
        Thread.ofVirtual().name("ssh-" + spec.name()).start(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            command.abandon();
            throw overdue(command, e);
        } catch (InterruptedException e) {
            command.abandon();
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "running a command on " + spec.name(), e);
        } catch (ExecutionException e) {
            throw failure(command, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    /** A connection may have died since it was last used; then the command has not begun, and another one is opened. */
    private Result execute(RemoteCommand command) throws Exception {
        SshConnection connection = connections.current(command.deadline());
        try {
            return command.run(connection);
        } catch (SshConnection.BrokenException e) {
            connections.forget(connection);
            if (command.begun()) {
                throw e;
            }
            return command.run(connections.current(command.deadline()));
        }
    }

    private RuntimeException failure(RemoteCommand command, Throwable cause) {
        return switch (cause) {
            case HoldfastException coded -> coded;
            case SshConnection.BrokenException broken -> unreachable(broken.found(), broken);
            case TimeoutException late -> overdue(command, late);
            default -> new HoldfastException(ErrorCode.INTERNAL_ERROR, "running a command on " + spec.name(), cause);
        };
    }

    private HoldfastException overdue(RemoteCommand command, TimeoutException cause) {
        long millis = command.deadline().limit().toMillis();
        if (command.begun()) {
            String attempted = "a command on %s did not end within %d ms".formatted(spec.name(), millis);
            return new HoldfastException(ErrorCode.COMMAND_FAILED, attempted, cause);
        }
        return unreachable("no answer within " + millis + " ms", cause);
    }

    private HoldfastException unreachable(String found, Throwable cause) {
        String attempted = "%s (%s, user %s): %s".formatted(spec.name(), spec.address(), spec.user(), found);
        return new HoldfastException(ErrorCode.HOST_UNREACHABLE, attempted, cause);
    }
}
