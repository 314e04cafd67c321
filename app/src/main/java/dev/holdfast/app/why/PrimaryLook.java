package dev.holdfast.app.why;

import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How the primary of a database is now, as a watch would remember it. */
record PrimaryLook(Site site, DatabaseSpec database) {
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Commits are counted between two looks. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** Empty when none answers. */
    Optional<PrimarySighting> take() {
        DatabaseCluster cluster = site.database(database.name()).cluster();
        Instant before = Instant.now();
        Optional<NodeState.Primary> first = cluster.observe(LOOK).primary();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        pause();
        return cluster.observe(LOOK).primary().map(second -> {
            Instant now = Instant.now();
            long commits = Math.max(0, second.commits() - first.get().commits());
            double rate =
                    commits * 1000.0 / Math.max(1, Duration.between(before, now).toMillis());
            return new PrimarySighting(database.name(), second, now, rate);
        });
    }

    private static void pause() {
        try {
            Tempo.current().sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "looking twice at a cluster", e);
        }
    }
}
