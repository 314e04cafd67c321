package dev.holdfast.drivers.twin;

import dev.holdfast.drivers.twin.TwinProbes.TwinProbe;
import dev.holdfast.engine.detection.PrimaryIdentity;
import dev.holdfast.engine.spi.PrimaryExaminer;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Source.Kind;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.detection.Verdict.Cause;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DetectionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells whether a primary of the twin is down, by the order of the real rule: life on any path, a standby that hears it, too little to
 * see, a killed process, an orderly stop, and silence that has lasted since the examination began.
 */
final class TwinExaminer implements PrimaryExaminer {
    private final TwinTraffic traffic;
    private final PrimaryMemory memory;
    private final Function<String, TwinCluster> clusters;
    private final TwinEffects effects;

    TwinExaminer(
            TwinTraffic traffic, PrimaryMemory memory, Function<String, TwinCluster> clusters, TwinEffects effects) {
        this.traffic = traffic;
        this.memory = memory;
        this.clusters = clusters;
        this.effects = effects;
    }

    @Override
    public Verdict examine(String database, Duration limit) {
        DatabaseSpec spec = traffic.topology().database(Optional.of(database));
        TwinCluster cluster = clusters.apply(spec.name());
        ClusterState state = effects.look(cluster::now);
        Optional<String> primary = PrimaryIdentity.of(state, memory.lastSighting(spec.name()));
        if (primary.isEmpty()) {
            return new Verdict.Blind(List.of(), "no server says that it is primary, and none was seen before");
        }
        return watch(spec, probes(spec, primary.get()), limit);
    }

    private List<TwinProbe> probes(DatabaseSpec spec, String primary) {
        TwinServers servers =
                Optional.ofNullable(traffic.databases().get(spec.name())).orElseThrow();
        return new TwinProbes(servers, traffic).all(traffic.topology().regions(), primary);
    }

    private Verdict watch(DatabaseSpec spec, List<TwinProbe> probes, Duration limit) {
        Duration quiet = Duration.ZERO;
        Duration interval = spec.detection().interval();
        while (true) {
            TwinEffects.sleep(interval);
            quiet = quiet.plus(interval);
            List<Look> votes = probes.stream().map(TwinProbe::now).toList();
            Verdict verdict = judge(votes, quiet, spec.detection());
            boolean settled = verdict instanceof Verdict.Down || verdict instanceof Verdict.Alive;
            if (settled || quiet.compareTo(limit) >= 0) {
                return verdict;
            }
        }
    }

    private static Verdict judge(List<Look> votes, Duration quiet, DetectionPolicy policy) {
        if (showsLife(votes, Kind.PROBE) || showsLife(votes, Kind.CANARY)) {
            return votes.stream().anyMatch(look -> look.sign().failed())
                    ? new Verdict.Suspect(votes, "it lives, but not every path reaches it")
                    : new Verdict.Alive(votes, "it answers");
        }
        if (any(votes, Kind.REPLICA, Sign.ALIVE)) {
            return new Verdict.Suspect(votes, "a standby still hears it");
        }
        if (!any(votes, Kind.REPLICA, Sign.BROKEN)) {
            return new Verdict.Blind(votes, "no standby can tell");
        }
        if (any(votes, Kind.HOST, Sign.REFUSED)) {
            return new Verdict.Down(votes, Cause.CRASHED, "its host says that its process is gone");
        }
        if (any(votes, Kind.HOST, Sign.STOPPING) && quiet.compareTo(policy.restartGrace()) < 0) {
            return new Verdict.Suspect(votes, "it was stopped in good order, and may come back");
        }
        if (any(votes, Kind.HOST, Sign.STOPPING)) {
            return new Verdict.Down(votes, Cause.STOPPED, "it was stopped and did not come back in its time");
        }
        return quiet.compareTo(policy.silence()) < 0
                ? new Verdict.Suspect(votes, "no sign of life for %d ms".formatted(quiet.toMillis()))
                : new Verdict.Down(votes, Cause.SILENT, "no sign of life for %d ms".formatted(quiet.toMillis()));
    }

    private static boolean showsLife(List<Look> votes, Kind kind) {
        return any(votes, kind, Sign.ALIVE) || any(votes, kind, Sign.ANSWERING);
    }

    private static boolean any(List<Look> votes, Kind kind, Sign sign) {
        return votes.stream().anyMatch(look -> look.source().kind() == kind && look.sign() == sign);
    }
}
