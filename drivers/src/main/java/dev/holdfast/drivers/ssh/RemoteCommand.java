package dev.holdfast.drivers.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.HostCommands.Result;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One script on its way through a channel. */
final class RemoteCommand {
    private static final Duration POLL = Duration.ofMillis(1);

    private final String script;
    private final Consumer<String> consumer;
    private final Deadline deadline;

    private volatile boolean begun;
    private volatile boolean abandoned;
    private boolean ended;
    private @Nullable SshConnection connection;
    private @Nullable ChannelExec channel;

    RemoteCommand(String script, Consumer<String> consumer, Deadline deadline) {
        this.script = script;
        this.consumer = consumer;
        this.deadline = deadline;
    }

    Deadline deadline() {
        return deadline;
    }

    /** Whether the machine has confirmed that it runs the script. */
    boolean begun() {
        return begun;
    }

    Result run(SshConnection on) throws SshConnection.BrokenException, TimeoutException, InterruptedException {
        ChannelExec exec = on.channel();
        try {
            if (!use(on, exec)) {
                throw new TimeoutException("given up before the script was sent");
            }
            return converse(on, exec);
        } catch (JSchException e) {
            throw new SshConnection.BrokenException(e);
        } catch (TimeoutException e) {
            end();
            throw e;
        } finally {
            on.release(exec);
        }
    }

    /** Gives up: no further line is handed on. Does not wait, because the network may take nothing more. */
    void abandon() {
        abandoned = true;
        Thread.ofVirtual().name("ssh-abandon").start(this::end);
    }

    /** The channel must still be open when the process is to be told. */
    private synchronized void end() {
        if (ended || connection == null || channel == null) {
            return;
        }
        ended = true;
        if (!begun) {
            connection.retire();
        }
        try {
            if (begun) {
                channel.sendSignal("TERM");
            }
        } catch (Exception e) {
            // The session is gone, and with it the way to reach the process.
        } finally {
            channel.disconnect();
        }
    }

    private synchronized boolean use(SshConnection on, ChannelExec exec) {
        connection = on;
        channel = exec;
        return !abandoned;
    }

    private Result converse(SshConnection on, ChannelExec exec)
            throws JSchException, SshConnection.BrokenException, TimeoutException, InterruptedException {
        LineQueue lines = new LineQueue();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        exec.setCommand("exec sh -c '" + script.replace("'", "'\\''") + "'");
        exec.setOutputStream(lines);
        exec.setErrStream(errors);
        exec.connect((int) deadline.remaining().toMillis());
        begun = true;
        Optional<String> line = lines.next(deadline);
        while (line.isPresent()) {
            hand(line.get());
            line = lines.next(deadline);
        }
        awaitClose(on, exec);
        return new Result(exec.getExitStatus(), "", errors.toString(UTF_8));
    }

    private void hand(String line) {
        if (!abandoned) {
            consumer.accept(line);
        }
    }

    /** The exit code arrives after the end of the output. */
    private void awaitClose(SshConnection on, ChannelExec exec) throws SshConnection.BrokenException, TimeoutException {
        while (!exec.isClosed()) {
            if (deadline.isOver()) {
                throw new TimeoutException(
                        "no exit code within " + deadline.limit().toMillis() + " ms");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        if (exec.getExitStatus() < 0 && !on.connected()) {
            throw new SshConnection.BrokenException(new JSchException("the session broke while the script ran"));
        }
    }
}
