package dev.holdfast.engine.detection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Measures for how long this process was not running: a thread that wants to wake at a fixed beat, and notes how late it was.
 * Covers a stopped process, a starved machine and a long pause of the JVM alike.
 */
final class StallMeter implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(20);

    private record Delay(long at, long nanos) {}

    private final Deque<Delay> delays = new ArrayDeque<>();
    private final long window;
    private final Thread beat;

    /**
     * @param window how far back {@link #longest()} looks
     */
    StallMeter(Duration window) {
        this.window = window.toNanos();
        // A platform thread: a virtual one would also be late when only the carriers are busy.
        this.beat = Thread.ofPlatform().daemon().name("holdfast-stall-meter").start(this::run);
    }

    /** The longest time lately for which this process did not run. */
    synchronized Duration longest() {
        forget(System.nanoTime());
        return Duration.ofNanos(delays.stream().mapToLong(Delay::nanos).max().orElse(0));
    }

    private void run() {
        long last = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(BEAT);
            } catch (InterruptedException _) {
                return;
            }
            long now = System.nanoTime();
            note(now, now - last - BEAT.toNanos());
            last = now;
        }
    }

    private synchronized void note(long now, long late) {
        delays.addLast(new Delay(now, Math.max(late, 0)));
        forget(now);
    }

    private void forget(long now) {
        while (!delays.isEmpty() && now - delays.getFirst().at() > window) {
            delays.removeFirst();
        }
    }

    @Override
    public void close() {
        beat.interrupt();
    }
}
