package dev.holdfast.engine.detection;

import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.DatabaseProbes;
import dev.holdfast.engine.spi.PrimaryProbe;
import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Source;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DetectionPolicy;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.RegionSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Watches one primary from every vantage point, through every writer endpoint, through its standbys and on its host, each on a
 * thread of its own, and keeps the verdict current.
 *
 * <p>A look that fails wakes all the other sources, so that a crash is known as soon as the slowest of them has answered.
 */
public final class PrimaryWatch implements AutoCloseable {
    /** A canary is a durable write; it need not be as frequent as a look. */
    private static final int CANARY_EVERY = 4;
    /** The host is asked when something fails, and now and then to keep the connection to it open. */
    private static final Duration HOST_EVERY = Duration.ofSeconds(1);

    private final String primary;
    private final DetectionPolicy policy;
    private final PrimaryDownRule rule;
    private final Clock clock;
    private final StallMeter stalls;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition alarm = lock.newCondition();
    private final List<Thread> threads = new ArrayList<>();
    private Evidence evidence;
    private long alarms;
    private boolean closed;

    private PrimaryWatch(DatabaseSpec spec, String primary, Clock clock) {
        this.primary = primary;
        this.policy = spec.detection();
        this.rule = new PrimaryDownRule(spec.detection());
        this.clock = clock;
        this.evidence = Evidence.none(clock.instant());
        this.stalls = new StallMeter(spec.detection().silence());
    }

    /** Starts to watch {@code primary}. */
    public static PrimaryWatch start(DatabaseBinding database, List<RegionSpec> regions, String primary, Clock clock) {
        DatabaseSpec spec = database.cluster().spec();
        PrimaryWatch watch = new PrimaryWatch(spec, primary, clock);
        DatabaseProbes probes = database.probes();
        for (RegionSpec region : regions) {
            watch.run(
                    probes.direct(primary, region.vantage(), region.name()),
                    spec.detection().interval());
        }
        for (DatabaseEndpoint endpoint : spec.endpoints()) {
            watch.run(
                    probes.canary(endpoint.writer(), endpoint.balancer()),
                    spec.detection().interval().multipliedBy(CANARY_EVERY));
        }
        spec.nodes().stream()
                .map(NodeSpec::name)
                .filter(node -> !node.equals(primary))
                .forEach(standby -> watch.run(
                        probes.replica(standby, primary), spec.detection().interval()));
        watch.run(probes.host(primary), HOST_EVERY);
        return watch;
    }

    /** The server that is watched. */
    public String primary() {
        return primary;
    }

    /** How many sources look at it. */
    int sources() {
        return threads.size();
    }

    /** The verdict of this moment. */
    public Verdict verdict() {
        lock.lock();
        try {
            return judge();
        } finally {
            lock.unlock();
        }
    }

    /** What each source says at this moment. */
    public List<Vote> votes() {
        lock.lock();
        try {
            return evidence.ballot();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the verdict is as wanted; empty when it did not become so in time, or the watch was closed. */
    public Optional<Verdict> await(Predicate<Verdict> wanted, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed) {
                Verdict verdict = judge();
                if (wanted.test(verdict)) {
                    return Optional.of(verdict);
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return Optional.empty();
                }
                // Silence grows without any event, so the rule is asked again at least once an interval.
                changed.awaitNanos(Math.min(left, policy.interval().toNanos()));
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Verdict judge() {
        return rule.judge(evidence.stalled(stalls.longest()), clock.instant());
    }

    private void run(PrimaryProbe probe, Duration interval) {
        threads.add(Thread.ofVirtual().start(() -> look(probe, interval)));
    }

    private void look(PrimaryProbe probe, Duration interval) {
        try (probe) {
            boolean failing = false;
            while (!isClosed()) {
                Look look = probe.look(lookLimit());
                boolean begins = look.sign().failed() && !failing;
                failing = look.sign().failed();
                boolean dead = note(look, begins);
                rest(dead && look.source().kind() == Source.Kind.HOST ? policy.interval() : interval);
            }
        } catch (InterruptedException | HoldfastException _) {
            // The watch was closed in the middle of a look. A source that fell silent otherwise keeps its last word,
            // and what it
            // last saw alive never makes a primary count as down.
            Thread.currentThread().interrupt();
        }
    }

    /** Shorter than the silence that counts, so that every source has answered or failed when silence is over. */
    private Duration lookLimit() {
        return policy.silence().minus(policy.interval().multipliedBy(2));
    }

    /**
     * @param begins whether this source starts to fail, which is an alarm for the others
     * @return whether anything fails now
     */
    private boolean note(Look look, boolean begins) {
        lock.lock();
        try {
            evidence = evidence.with(look);
            changed.signalAll();
            if (begins && look.source().kind() != Source.Kind.HOST) {
                alarms++;
                alarm.signalAll();
            }
            return evidence.of(Source.Kind.PROBE).anyMatch(Track::fails);
        } finally {
            lock.unlock();
        }
    }

    private void rest(Duration interval) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long heard = alarms;
            long left = interval.toNanos();
            while (!closed && alarms == heard && left > 0) {
                left = alarm.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            alarm.signalAll();
        } finally {
            lock.unlock();
        }
        stalls.close();
        threads.forEach(Thread::interrupt);
    }
}
