package dev.holdfast.drivers.ssh;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.topology.HostSpec;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one machine, opened when it is first needed and again when it is broken.
 *
 * <p>Connecting goes on in the background when the caller has no time left, so that one with a short limit finds the connection
 * ready the next time; there is never more than one attempt.
 */
final class SshConnections {
    private final HostSpec spec;
    private @Nullable CompletableFuture<SshConnection> newest;

    SshConnections(HostSpec spec) {
        this.spec = spec;
    }

    SshConnection current(Deadline deadline)
            throws InterruptedException, TimeoutException, SshConnection.BrokenException {
        CompletableFuture<SshConnection> connecting = newestOrNew();
        try {
            return connecting.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException(
                    "no connection within " + deadline.limit().toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new SshConnection.BrokenException(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    synchronized void forget(SshConnection broken) {
        broken.retire();
        if (newest != null && newest.getNow(broken) == broken) {
            newest = null;
        }
    }

    private synchronized CompletableFuture<SshConnection> newestOrNew() {
        if (newest != null && (!newest.isDone() || usable(newest))) {
            return newest;
        }
        CompletableFuture<SshConnection> connecting = new CompletableFuture<>();
        newest = connecting;
        Thread.ofVirtual().name("ssh-connect-" + spec.name()).start(() -> connect(connecting));
        return connecting;
    }

    private static boolean usable(CompletableFuture<SshConnection> done) {
        return !done.isCompletedExceptionally() && done.join().usable();
    }

    private void connect(CompletableFuture<SshConnection> connecting) {
        try {
            connecting.complete(SshConnection.open(spec));
        } catch (SshConnection.BrokenException | RuntimeException e) {
            connecting.completeExceptionally(e);
        }
    }
}
