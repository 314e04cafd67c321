package dev.holdfast.app.drill;

import dev.holdfast.lab.traffic.TrafficSnapshot;
import dev.holdfast.lab.traffic.TrafficSnapshot.RegionSnapshot;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The clients, in a process of their own: they go on whatever happens to Holdfast. */
public final class TrafficProcess implements AutoCloseable {
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<TrafficSnapshot> latest = Optional.empty();
    private boolean ended;

    private TrafficProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the clients.
     *
     * @param command prints a line of JSON for each snapshot
     * @param log where its complaints go
     */
    public static TrafficProcess start(List<String> command, Path log) {
        return start(new ProcessBuilder(command), log);
    }

    static TrafficProcess start(ProcessBuilder command, Path log) {
        try {
            Process process = command.redirectError(log.toFile()).start();
            TrafficProcess traffic = new TrafficProcess(process, log);
            Thread.ofVirtual().start(traffic::read);
            return traffic;
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.LAB_SERVER_FAILED, "starting the clients: " + e.getMessage(), e);
        }
    }

    Optional<TrafficSnapshot> latest() {
        lock.lock();
        try {
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the clients of every region are served. */
    void awaitServed(Duration limit) throws InterruptedException {
        if (!areServed(limit)) {
            throw new HoldfastException(
                    ErrorCode.SERVICE_NOT_SERVING,
                    "the clients of the lab were not all served within %d s; their log is %s"
                            .formatted(limit.toSeconds(), log));
        }
    }

    /** Whether the clients of every region are served within a limit. */
    boolean areServed(Duration limit) throws InterruptedException {
        return await(snapshot -> snapshot.regions().stream().allMatch(TrafficProcess::isServed), limit);
    }

    private static boolean isServed(RegionSnapshot region) {
        return region.lastSecond().acknowledged() > 0
                && region.lastSecond().failed() == 0
                && region.lastSecond().read() > 0;
    }

    private boolean await(Predicate<TrafficSnapshot> wanted, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (latest.filter(wanted).isEmpty()) {
                if (left <= 0 || ended) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().map(TrafficSnapshot::parse).forEach(this::note);
        } catch (UncheckedIOException | IOException _) {
            // The process is gone, which is noted below.
        } finally {
            end();
        }
    }

    private void note(TrafficSnapshot snapshot) {
        lock.lock();
        try {
            latest = Optional.of(snapshot);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops the clients in good order, so that their ledgers are complete. Repeatable. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(TIME_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new HoldfastException(
                        ErrorCode.LAB_SERVER_FAILED,
                        "the clients did not stop, so their ledgers may be incomplete: " + log);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
