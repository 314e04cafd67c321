package dev.holdfast.app.drill;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The watch as it stands in good times: a process of its own. */
final class WatchProcess implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(10);

    private final Process process;
    private final CountDownLatch rehearsed;

    private WatchProcess(Process process, CountDownLatch rehearsed) {
        this.process = process;
        this.rehearsed = rehearsed;
    }

    /**
     * Takes up the watch, and returns when every step was rehearsed that a loss would want.
     *
     * @param steps the last step of each runbook
     * @param hears every line that it prints from then on
     */
    static WatchProcess takeUp(OwnProgram program, List<String> steps, Consumer<String> hears)
            throws InterruptedException {
        try {
            CountDownLatch rehearsed = new CountDownLatch(steps.size());
            Process process =
                    program.prepared("watch").redirectErrorStream(true).start();
            WatchProcess watch = new WatchProcess(process, rehearsed);
            Thread.ofVirtual().name("watch-output").start(() -> watch.read(steps, hears));
            if (!rehearsed.await(READY.toMillis(), TimeUnit.MILLISECONDS)) {
                watch.close();
                throw new HoldfastException(
                        ErrorCode.LAB_SERVER_FAILED,
                        "the watch did not stand within %d s".formatted(READY.toSeconds()));
            }
            return watch;
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.LAB_SERVER_FAILED, "starting the watch: " + e.getMessage(), e);
        }
    }

    private void read(List<String> steps, Consumer<String> hears) {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(line -> {
                if (rehearsed.getCount() == 0) {
                    hears.accept(line);
                } else if (steps.stream().anyMatch(step -> line.strip().startsWith("rehearsed " + step + ":"))) {
                    rehearsed.countDown();
                }
            });
        } catch (UncheckedIOException | IOException _) {
            // The process is gone; what it did stands in the journal.
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TIME_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
