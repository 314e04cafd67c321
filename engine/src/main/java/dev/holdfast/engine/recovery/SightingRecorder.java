package dev.holdfast.engine.recovery;

import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down, again and again, how the primary is while it lives: its position, whose confirmation its commits wait for, and
 * how many it makes a second. After a failure nobody can ask it any more.
 */
final class SightingRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SightingRecorder.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofMillis(500);

    private final DatabaseCluster cluster;
    private final PrimaryMemory memory;
    private final Clock clock;
    private final Thread thread;
    private Optional<PrimarySighting> last = Optional.empty();

    private SightingRecorder(DatabaseCluster cluster, String primary, PrimaryMemory memory, Clock clock) {
        this.cluster = cluster;
        this.memory = memory;
        this.clock = clock;
        this.thread = Thread.ofVirtual().unstarted(() -> record(primary));
    }

    static SightingRecorder start(DatabaseCluster cluster, String primary, PrimaryMemory memory, Clock clock) {
        SightingRecorder recorder = new SightingRecorder(cluster, primary, memory, clock);
        recorder.thread.start();
        return recorder;
    }

    private void record(String primary) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                look(primary);
                Thread.sleep(EVERY);
            } catch (HoldfastException failure) {
                if (failure.code() == ErrorCode.INTERRUPTED) {
                    return;
                }
                // A sighting that can't be kept makes the next failover more careful; it must not end the watch.
                LOG.warn("The primary {} could not be looked at or remembered: {}", primary, failure.attempted());
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void look(String primary) {
        if (cluster.observe(primary, LIMIT) instanceof NodeState.Primary seen) {
            PrimarySighting sighting = sighting(seen, clock.instant());
            memory.remember(sighting);
            last = Optional.of(sighting);
        }
    }

    private PrimarySighting sighting(NodeState.Primary seen, Instant at) {
        return new PrimarySighting(cluster.spec().name(), seen, at, rate(seen, at));
    }

    /** Statistics may have been reset in between; then the rate before is the better guess. */
    private double rate(NodeState.Primary seen, Instant at) {
        if (last.isEmpty()) {
            return 0;
        }
        PrimarySighting before = last.get();
        long commits = seen.commits() - before.state().commits();
        double seconds = Duration.between(before.at(), at).toNanos() / 1e9;
        return commits < 0 || seconds <= 0 ? before.commitsPerSecond() : commits / seconds;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
