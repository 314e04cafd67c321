package dev.holdfast.drivers.postgresql;

import dev.holdfast.engine.spi.DatabaseProbes;
import dev.holdfast.engine.spi.PrimaryProbe;
import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Source;
import dev.holdfast.model.topology.HostPort;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Makes the probes for a PostgreSQL cluster. */
final class PostgresProbes implements DatabaseProbes {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** A write that waits for standbys keeps its backend on the server even when its session is cut. */
    private static final Duration PATIENCE_WITH_WRITES = Duration.ofSeconds(2);

    private static final String READ_ONLY = "25006";

    private static final String CANARY = """
            insert into holdfast.canary as c (source, beat, at) values (?, 1, clock_timestamp())
                on conflict (source) do update set beat = c.beat + 1, at = clock_timestamp()
            returning beat::text
            """;

    private final Servers servers;
    private final PostgresCluster cluster;

    PostgresProbes(Servers servers, PostgresCluster cluster) {
        this.servers = servers;
        this.cluster = cluster;
    }

    @Override
    public PrimaryProbe direct(String node, String vantage, String name) {
        Login login = servers.get(node).login().from(vantage);
        return new SessionProbe(
                new Source(Source.Kind.PROBE, name), login, PATIENCE, (session, limit) -> readDirectly(session));
    }

    @Override
    public PrimaryProbe canary(HostPort writer, String name) {
        Login login = servers.all().getFirst().login().to(writer);
        return new SessionProbe(
                new Source(Source.Kind.CANARY, name), login, PATIENCE_WITH_WRITES, new CanaryWrite(name));
    }

    @Override
    public PrimaryProbe replica(String standby, String primary) {
        Source source = new Source(Source.Kind.REPLICA, standby);
        ReceiverView view = new ReceiverView(servers, primary);
        return new SessionProbe(source, servers.get(standby).login(), PATIENCE, view);
    }

    @Override
    public PrimaryProbe host(String node) {
        return new HostProbe(cluster, servers.get(node).name());
    }

    private static Seen readDirectly(Session session) throws SQLException {
        boolean standby = session.holds("select pg_is_in_recovery()");
        return standby ? new Seen(Sign.ANSWERING, "it is a standby") : new Seen(Sign.ALIVE, "it answers");
    }

    /** A write that applications could have made. */
    private record CanaryWrite(String name) implements SessionProbe.Question {
        @Override
        public Seen ask(Session session, Duration limit) throws SQLException {
            Optional<String> beat = session.value(CANARY, name);
            return new Seen(Sign.ALIVE, "write " + beat.orElse("") + " was acknowledged");
        }

        /** An endpoint that leads to a standby says nothing about the primary. */
        @Override
        public Seen failed(Fault fault, Optional<Fault> brokeBefore) {
            if (fault instanceof Fault.Said said && said.is(READ_ONLY)) {
                return new Seen(Sign.ABSTAINS, "the endpoint leads to a standby");
            }
            return Seen.of(fault, brokeBefore);
        }
    }
}
