package dev.holdfast.drivers.twin;

import dev.holdfast.drivers.twin.TwinEffects.Call;
import dev.holdfast.engine.spi.DatabaseProbes;
import dev.holdfast.engine.spi.PrimaryProbe;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Source;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.RegionSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at a primary of the twin. */
final class TwinProbes implements DatabaseProbes {
    private final TwinServers servers;
    private final TwinTraffic traffic;

    TwinProbes(TwinServers servers, TwinTraffic traffic) {
        this.servers = servers;
        this.traffic = traffic;
    }

    @Override
    public TwinProbe direct(String node, String vantage, String name) {
        TwinServer server = servers.get(node);
        return probe(new Source(Source.Kind.PROBE, name), server::session, () -> session(server));
    }

    private static Sign session(TwinServer server) {
        if (server.life == TwinServer.Life.BUSY && !server.isolated) {
            return Sign.ANSWERING;
        }
        return switch (server.session()) {
            case ANSWERS -> Sign.ALIVE;
            case REFUSES -> Sign.REFUSED;
            case SILENT -> Sign.SILENT;
        };
    }

    @Override
    public TwinProbe canary(HostPort writer, String name) {
        Supplier<Optional<TwinServer>> led = () -> servers.spec().endpoints().stream()
                .filter(endpoint -> endpoint.writer().equals(writer))
                .findFirst()
                .flatMap(endpoint -> traffic.writer(servers.spec(), endpoint));
        return probe(
                new Source(Source.Kind.CANARY, name),
                () -> led.get().filter(servers::acknowledges).isPresent() ? Reach.ANSWERS : Reach.REFUSES,
                () -> led.get().filter(servers::acknowledges).isPresent() ? Sign.ALIVE : Sign.REFUSED);
    }

    @Override
    public TwinProbe replica(String standby, String primary) {
        TwinServer server = servers.get(standby);
        return probe(new Source(Source.Kind.REPLICA, standby), () -> Reach.ANSWERS, () -> replica(server, primary));
    }

    private Sign replica(TwinServer standby, String primary) {
        if (!standby.answers() || standby.primary || !standby.follows(primary)) {
            return Sign.ABSTAINS;
        }
        return servers.receives(standby) ? Sign.ALIVE : Sign.BROKEN;
    }

    @Override
    public TwinProbe host(String node) {
        TwinServer server = servers.get(node);
        return probe(new Source(Source.Kind.HOST, node), server::host, () -> host(server));
    }

    private static Sign host(TwinServer server) {
        return switch (TwinCluster.processState(server)) {
            case ProcessState.Running _ -> Sign.ALIVE;
            case ProcessState.Crashed _ -> Sign.REFUSED;
            case ProcessState.Stopped _ -> Sign.STOPPING;
            case ProcessState.Unknown _ -> Sign.ABSTAINS;
        };
    }

    /** Every way to look at a primary. */
    List<TwinProbe> all(List<RegionSpec> regions, String primary) {
        List<TwinProbe> all = new ArrayList<>();
        regions.forEach(region -> all.add(direct(primary, region.vantage(), region.name())));
        servers.spec().endpoints().forEach(endpoint -> all.add(canary(endpoint.writer(), endpoint.balancer())));
        servers.spec().nodeNames().stream()
                .filter(node -> !node.equals(primary))
                .forEach(standby -> all.add(replica(standby, primary)));
        all.add(host(primary));
        return all;
    }

    private TwinProbe probe(Source source, Supplier<Reach> reach, Supplier<Sign> sign) {
        Call call = new Call(TwinCall.PROBE, source.name(), reach, ErrorCode.DATABASE_UNREACHABLE);
        return new TwinProbe(servers.effects(), source, call, sign);
    }

    /** One way to look at a primary. */
    record TwinProbe(TwinEffects effects, Source source, Call call, Supplier<Sign> sign) implements PrimaryProbe {
        @Override
        public Look look(Duration limit) {
            Instant began = Tempo.current().clock().instant();
            return look(began, effects.read(call, limit, sign));
        }

        /** What is there to be seen now; takes no time. */
        Look now() {
            return look(Tempo.current().clock().instant(), effects.look(sign));
        }

        private Look look(Instant began, Sign found) {
            return new Look(source, found, began, Tempo.current().clock().instant(), "on the twin");
        }

        @Override
        public void close() {}
    }
}
