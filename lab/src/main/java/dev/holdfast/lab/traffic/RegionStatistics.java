package dev.holdfast.lab.traffic;

import dev.holdfast.lab.traffic.TrafficSnapshot.Latency;
import dev.holdfast.lab.traffic.TrafficSnapshot.Rates;
import dev.holdfast.lab.traffic.TrafficSnapshot.RegionSnapshot;
import dev.holdfast.lab.traffic.TrafficSnapshot.Totals;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts what the clients of one region see. Counting is for any thread, {@link #roll} for one. */
final class RegionStatistics {
    /** How many rolls make the last second. */
    static final int ROLLS_PER_SECOND = 4;

    private static final long SLOWEST_MICROS = TimeUnit.MINUTES.toMicros(1);
    private static final int DIGITS = 2;

    private final String region;
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder read = new LongAdder();
    private final LongAdder contradicted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder notSent = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Recorder latencies = new Recorder(SLOWEST_MICROS, DIGITS);
    private final Deque<Interval> lastSecond = new ArrayDeque<>();
    private volatile long lastAcknowledgement = System.nanoTime();

    private record Interval(Totals before, Histogram latencies) {}

    /** A second's worth of a region, with the histogram, so that regions can be added up. */
    record Roll(RegionSnapshot snapshot, Histogram latencies) {}

    RegionStatistics(String region) {
        this.region = region;
    }

    AtomicInteger inFlight() {
        return inFlight;
    }

    void acknowledged(long due) {
        acknowledged.increment();
        lastAcknowledgement = System.nanoTime();
        answered(due);
    }

    void read(long due, boolean matched) {
        read.increment();
        if (!matched) {
            contradicted.increment();
        }
        answered(due);
    }

    void failed() {
        failed.increment();
    }

    void notSent() {
        notSent.increment();
        failed.increment();
    }

    /** Latency counts from when the request was due: a client that is kept from sending waits as well. */
    private void answered(long due) {
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due);
        latencies.recordValue(Math.clamp(micros, 0, SLOWEST_MICROS));
    }

    /** Ends an interval, and says what the last second was like. */
    Roll roll() {
        Totals now = totals();
        lastSecond.addLast(new Interval(now, latencies.getIntervalHistogram()));
        // One more than the rolls of a second: its totals are where the second began.
        while (lastSecond.size() > ROLLS_PER_SECOND + 1) {
            lastSecond.removeFirst();
        }
        Totals before = lastSecond.getFirst().before();
        var second = new Histogram(SLOWEST_MICROS, DIGITS);
        lastSecond.stream().skip(1).forEach(interval -> second.add(interval.latencies()));
        var rates = new Rates(
                now.acknowledged() - before.acknowledged(), now.read() - before.read(), now.failed() - before.failed());
        var silence = Duration.ofNanos(System.nanoTime() - lastAcknowledgement);
        return new Roll(new RegionSnapshot(region, rates, now, latency(second), silence, inFlight.get()), second);
    }

    private Totals totals() {
        return new Totals(acknowledged.sum(), read.sum(), contradicted.sum(), failed.sum(), notSent.sum());
    }

    static Latency latency(Histogram histogram) {
        return new Latency(
                micros(histogram.getValueAtPercentile(50)),
                micros(histogram.getValueAtPercentile(95)),
                micros(histogram.getValueAtPercentile(99)),
                micros(histogram.getMaxValue()));
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
