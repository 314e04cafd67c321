package dev.holdfast.operations.database;

import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.concurrent.Attempt;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Records how roles, replication and endpoints are. It is taken before a destructive step, often with the service down, so it
 * does not wait for servers that may be dead: what they don't say is taken from the memory of the last primary.
 */
public final class RestorePointCapture {
    private static final Duration LIMIT = Duration.ofMillis(40);
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("'rp-'yyyyMMdd-HHmmss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RestorePointCapture() {}

    /** Captures a restore point of a database. */
    public static RestorePoint capture(Site site, String database) {
        DatabaseSpec spec = site.topology().database(Optional.of(database));
        return Fanout.both(
                () -> ClusterLook.within(site, spec, LIMIT),
                () -> writers(site, spec),
                (situation, writers) -> restorePoint(site.clock().instant(), situation, writers));
    }

    private static RestorePoint restorePoint(Instant now, Situation situation, Map<String, String> writers) {
        Optional<NodeState.Primary> primary =
                situation.currentPrimary().or(() -> situation.validSighting().map(PrimarySighting::state));
        return new RestorePoint(
                ID.format(now),
                now,
                situation.spec().name(),
                primary.map(NodeState.Primary::node).or(situation::lastPrimary),
                primary.map(NodeState.Primary::identity).or(() -> newestOfStandbys(situation)),
                primary.map(NodeState.Primary::written).orElse(Lsn.ZERO),
                upstreams(situation, primary),
                writers);
    }

    private static Optional<Identity> newestOfStandbys(Situation situation) {
        return situation.state().standbys().stream()
                .map(NodeState.Standby::identity)
                .filter(identity -> identity.timeline() == situation.newestTimeline())
                .findFirst();
    }

    /** What the standbys say counts; one that says nothing was attached to the primary if the primary said so. */
    private static Map<String, String> upstreams(Situation situation, Optional<NodeState.Primary> primary) {
        Map<String, String> upstreams = new LinkedHashMap<>();
        primary.ifPresent(
                known -> known.attached().forEach(attached -> upstreams.put(attached.standby(), known.node())));
        situation
                .state()
                .standbys()
                .forEach(standby ->
                        standby.upstream().configured().ifPresent(upstream -> upstreams.put(standby.node(), upstream)));
        return upstreams;
    }

    private static Map<String, String> writers(Site site, DatabaseSpec spec) {
        List<Attempt<DatabaseEndpoint, List<String>>> read = Endpoints.writers(site, spec, LIMIT);
        Map<String, String> writers = new LinkedHashMap<>();
        for (Attempt<DatabaseEndpoint, List<String>> attempt : read) {
            if (attempt instanceof Attempt.Done<DatabaseEndpoint, List<String>> done
                    && done.result().size() == 1) {
                writers.put(done.target().balancer(), done.result().getFirst());
            }
        }
        return writers;
    }
}
