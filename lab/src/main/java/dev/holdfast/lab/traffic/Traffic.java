package dev.holdfast.lab.traffic;

import dev.holdfast.lab.service.OrderlyEnd;
import dev.holdfast.lab.traffic.TrafficSnapshot.Rates;
import dev.holdfast.lab.traffic.TrafficSnapshot.RegionSnapshot;
import dev.holdfast.lab.traffic.TrafficSnapshot.Totals;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** The clients of all regions, at work. */
public final class Traffic implements AutoCloseable {
    /** A ledger is never further behind than this. */
    private static final Duration FLUSH = Duration.ofMillis(50);

    private static final Duration ROLL = Duration.ofSeconds(1).dividedBy(RegionStatistics.ROLLS_PER_SECOND);

    /** Ten years, which a nanosecond clock can still count. */
    private static final Duration FOREVER = Duration.ofDays(3650);

    private final TrafficOptions options;
    private final Instant started = Instant.now();
    private final EntranceStatistics entrances = new EntranceStatistics();
    private final List<RegionTraffic> regions;
    private final FutureTask<Void> ticker;
    private boolean closed;
    private volatile boolean ended;

    private Traffic(TrafficOptions options, Consumer<TrafficSnapshot> listener) {
        this.options = options;
        var recent = new RecentOrders();
        regions = options.regions().stream()
                .map(region -> new RegionTraffic(region, options, recent, entrances))
                .toList();
        ticker = new FutureTask<>(() -> tick(listener), null);
    }

    /** Starts the clients; the listener is told how it goes four times a second, on one thread. */
    public static Traffic start(TrafficOptions options, Consumer<TrafficSnapshot> listener) {
        var traffic = new Traffic(options, listener);
        traffic.regions.forEach(region -> region.start(options.rates()));
        Thread.ofPlatform().name("traffic").daemon().start(traffic.ticker);
        return traffic;
    }

    /** Runs until the time is over or the process is told to stop, and prints a line of JSON four times a second. */
    public static void run(TrafficOptions options, PrintStream out) {
        Traffic traffic = start(options, snapshot -> out.println(snapshot.toJson()));
        OrderlyEnd end = OrderlyEnd.onTermination(traffic::close);
        try {
            traffic.await();
            traffic.close();
        } finally {
            end.cancel();
        }
    }

    /** Waits until the duration of the options is over; throws when the traffic can't go on. */
    public void await() {
        options.duration().ifPresentOrElse(this::awaitTicker, () -> awaitTicker(FOREVER));
    }

    private void awaitTicker(Duration limit) {
        try {
            ticker.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The time is over, which is what was waited for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        }
    }

    /** Sends nothing new, waits for the answers that are due, and completes the ledgers. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        regions.forEach(RegionTraffic::stop);
        long deadline = System.nanoTime() + options.timeout().plusMillis(500).toNanos();
        while (!regions.stream().allMatch(RegionTraffic::idle) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(FLUSH.toNanos());
        }
        ended = true;
        try {
            awaitTicker(FOREVER);
        } finally {
            regions.forEach(RegionTraffic::close);
        }
    }

    private void tick(Consumer<TrafficSnapshot> listener) {
        long nextRoll = System.nanoTime() + ROLL.toNanos();
        while (!ended) {
            LockSupport.parkNanos(FLUSH.toNanos());
            regions.forEach(RegionTraffic::flush);
            if (System.nanoTime() >= nextRoll) {
                nextRoll += ROLL.toNanos();
                listener.accept(snapshot());
            }
        }
    }

    private TrafficSnapshot snapshot() {
        List<RegionStatistics.Roll> rolls =
                regions.stream().map(region -> region.statistics().roll()).toList();
        List<RegionSnapshot> snapshots =
                rolls.stream().map(RegionStatistics.Roll::snapshot).toList();
        Instant now = Instant.now();
        return new TrafficSnapshot(
                now, Duration.between(started, now), snapshots, total(rolls, snapshots), entrances.roll());
    }

    private static RegionSnapshot total(List<RegionStatistics.Roll> rolls, List<RegionSnapshot> regions) {
        var latencies = new Histogram(rolls.getFirst().latencies());
        rolls.stream().skip(1).forEach(roll -> latencies.add(roll.latencies()));
        return new RegionSnapshot(
                "all",
                new Rates(
                        sum(regions, region -> region.lastSecond().acknowledged()),
                        sum(regions, region -> region.lastSecond().read()),
                        sum(regions, region -> region.lastSecond().failed())),
                new Totals(
                        sum(regions, region -> region.totals().acknowledged()),
                        sum(regions, region -> region.totals().read()),
                        sum(regions, region -> region.totals().contradicted()),
                        sum(regions, region -> region.totals().failed()),
                        sum(regions, region -> region.totals().notSent())),
                RegionStatistics.latency(latencies),
                regions.stream()
                        .map(RegionSnapshot::silence)
                        .min(Duration::compareTo)
                        .orElse(Duration.ZERO),
                regions.stream().mapToInt(RegionSnapshot::inFlight).sum());
    }

    private static long sum(List<RegionSnapshot> regions, ToLongFunction<RegionSnapshot> count) {
        return regions.stream().mapToLong(count).sum();
    }
}
