package dev.holdfast.operations.database;

import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Keeps the memory of the primary current when an operation meets it, for a time when nobody can ask it any more. */
public final class Sightings {
    private Sightings() {}

    /** As whoever looks at a cluster for another reason should: after a failure nobody can ask the primary any more. */
    public static void remember(Site site, DatabaseSpec spec, ClusterState seen) {
        remember(site, new Situation(spec, seen, site.memory().lastSighting(spec.name())));
    }

    /** Remembers the primary as it is now. One on an older timeline than the remembered one is left out. */
    static void remember(Site site, Situation situation) {
        situation
                .currentPrimary()
                .filter(primary -> situation
                        .sighting()
                        .filter(seen -> seen.state().identity().timeline()
                                > primary.identity().timeline())
                        .isEmpty())
                .ifPresent(primary -> site.memory()
                        .remember(sighting(situation, primary, site.clock().instant())));
    }

    private static PrimarySighting sighting(Situation situation, NodeState.Primary primary, Instant now) {
        double rate =
                situation.sighting().map(before -> rate(before, primary, now)).orElse(0.0);
        return new PrimarySighting(situation.spec().name(), primary, now, rate);
    }

    private static double rate(PrimarySighting before, NodeState.Primary primary, Instant now) {
        long commits = primary.commits() - before.state().commits();
        long millis = Duration.between(before.at(), now).toMillis();
        boolean comparable = Optional.of(before.state().node())
                .filter(primary.node()::equals)
                .isPresent();
        return comparable && commits >= 0 && millis > 0 ? commits * 1000.0 / millis : before.commitsPerSecond();
    }
}
