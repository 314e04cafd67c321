package dev.holdfast.drivers.postgresql;

import static dev.holdfast.drivers.postgresql.TestCluster.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.drivers.ssh.TestMachine;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.DatabaseProbes;
import dev.holdfast.engine.spi.PrimaryProbe;
import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Source;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbesServerTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private static TestMachine machine;

    private final List<PrimaryProbe> open = new ArrayList<>();
    private TestCluster servers;
    private DatabaseCluster cluster;
    private PrimaryProbe direct;
    private PrimaryProbe canary;
    private PrimaryProbe replica;
    private PrimaryProbe host;

    @BeforeAll
    static void startMachine() throws IOException {
        machine = TestMachine.start();
    }

    @AfterAll
    static void stopMachine() throws IOException {
        machine.close();
    }

    @BeforeEach
    void start() throws IOException {
        servers = TestCluster.start(machine);
        cluster = servers.binding().cluster();
        DatabaseProbes probes = servers.binding().probes();
        direct = opened(probes.direct("a", servers.vantage(), "here"));
        canary = opened(probes.canary(servers.address("a"), "here"));
        replica = opened(probes.replica("b", "a"));
        host = opened(probes.host("a"));
    }

    @AfterEach
    void stop() throws IOException {
        open.forEach(PrimaryProbe::close);
        servers.close();
    }

    @Test
    void aPrimaryThatWorksIsAliveForAllButItsHost() {
        Look look = direct.look(LIMIT);

        assertThat(look.source()).isEqualTo(new Source(Source.Kind.PROBE, "here"));
        assertThat(look.ended()).isAfterOrEqualTo(look.began());
        assertThat(look.sign()).isEqualTo(Sign.ALIVE);
        assertThat(canary.look(LIMIT).sign()).isEqualTo(Sign.ALIVE);
        assertThat(canary.look(LIMIT).sign()).isEqualTo(Sign.ALIVE);
        assertThat(replica.look(LIMIT).sign()).isEqualTo(Sign.ALIVE);
        assertThat(host.look(LIMIT).sign()).isEqualTo(Sign.ABSTAINS);
        assertThat(servers.value("a", "select beat from holdfast.canary where source = 'here'"))
                .isEqualTo("2");
        assertThat(servers.value(
                        "a",
                        "select count(*) from pg_stat_activity where client_addr = '%s'".formatted(servers.vantage())))
                .isEqualTo("1");
    }

    @Test
    void aCrashIsRefusedAtOnce() {
        lookAll();

        servers.crash("a");

        assertThat(direct.look(LIMIT).sign()).isEqualTo(Sign.REFUSED);
        assertThat(canary.look(LIMIT).sign()).isEqualTo(Sign.REFUSED);
        assertThat(host.look(LIMIT).sign()).isEqualTo(Sign.REFUSED);
        TestMachine.await("b to notice", () -> replica.look(LIMIT).sign() == Sign.BROKEN);
    }

    @Test
    void aStopInGoodOrderIsTold() {
        lookAll();

        cluster.stopCleanly("a", LIMIT);

        assertThat(direct.look(LIMIT).sign()).isEqualTo(Sign.STOPPING);
        assertThat(direct.look(LIMIT).sign()).isEqualTo(Sign.REFUSED);
        assertThat(host.look(LIMIT).sign()).isEqualTo(Sign.STOPPING);
    }

    @Test
    void aHangIsSilentWithoutPilingUpSessionsAndOverWhenItWakes() {
        lookAll();
        servers.hang("a");
        try {
            for (int i = 0; i < 10; i++) {
                assertThat(direct.look(SHORT).sign()).isEqualTo(Sign.SILENT);
                assertThat(canary.look(SHORT).sign()).isEqualTo(Sign.SILENT);
            }
            TestMachine.await("b to notice", () -> replica.look(SHORT).sign().failed());
            assertThat(host.look(LIMIT).sign()).isEqualTo(Sign.ABSTAINS);
        } finally {
            servers.wake("a");
        }

        assertThat(direct.look(LIMIT).sign()).isEqualTo(Sign.ALIVE);
        assertThat(canary.look(LIMIT).sign()).isEqualTo(Sign.ALIVE);
        TestMachine.await("b to stream again", () -> replica.look(LIMIT).sign() == Sign.ALIVE);
        TestMachine.await(
                "old sessions to end",
                () -> servers.value("a", "select count(*) from pg_stat_activity where application_name = 'holdfast'")
                        .equals("2"));
    }

    @Test
    void aFullConnectionPoolAnswers() throws SQLException {
        List<Connection> connections = new ArrayList<>();
        try {
            fill(connections);

            assertThat(direct.look(LIMIT).sign()).isEqualTo(Sign.ANSWERING);
            assertThat(canary.look(LIMIT).sign()).isEqualTo(Sign.ANSWERING);
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    @Test
    void aCommitThatNoStandbyConfirmsIsSilent() {
        lookAll();
        servers.execute("a", "alter system set synchronous_standby_names = 'ANY 1 (b, c)'", "select pg_reload_conf()");
        TestMachine.await(
                "the setting",
                () -> servers.value("a", "show synchronous_standby_names").startsWith("ANY"));
        assertThat(canary.look(LIMIT).sign()).isEqualTo(Sign.ALIVE);

        cluster.detach("b", LIMIT);
        cluster.detach("c", LIMIT);

        assertThat(canary.look(SHORT).sign()).isEqualTo(Sign.SILENT);
        assertThat(direct.look(LIMIT).sign()).isEqualTo(Sign.ALIVE);
        assertThat(replica.look(LIMIT).sign()).isEqualTo(Sign.ABSTAINS);
    }

    @Test
    void whoCannotTellAbstains() {
        DatabaseProbes probes = servers.binding().probes();
        PrimaryProbe misled = opened(probes.canary(servers.address("b"), "misled"));
        assertThat(misled.look(LIMIT).sign()).isEqualTo(Sign.ABSTAINS);
        PrimaryProbe ofStandby = opened(probes.direct("b", servers.vantage(), "here"));
        assertThat(ofStandby.look(LIMIT).sign()).isEqualTo(Sign.ANSWERING);
        assertThat(opened(probes.replica("a", "b")).look(LIMIT).sign()).isEqualTo(Sign.ABSTAINS);

        servers.crash("b");

        assertThat(replica.look(LIMIT).sign()).isEqualTo(Sign.ABSTAINS);
    }

    /** As when packets are dropped: the connection is never made, because the queue of the listener is full. */
    @Test
    void aMachineThatTakesNoConnectionIsSilent() throws IOException {
        List<Socket> queued = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName(servers.vantage()))) {
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket();
                queued.add(socket);
                connectIfPossible(socket, full);
            }
            HostPort address = new HostPort(servers.vantage(), full.getLocalPort());
            PrimaryProbe probe = opened(servers.binding().probes().canary(address, "lost"));

            for (int i = 0; i < 3; i++) {
                assertThat(probe.look(SHORT).sign()).isEqualTo(Sign.SILENT);
            }
        } finally {
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }

    private static void connectIfPossible(Socket socket, ServerSocket listener) {
        try {
            socket.connect(listener.getLocalSocketAddress(), (int) SHORT.toMillis());
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("timed out");
        }
    }

    private void lookAll() {
        List.of(direct, canary, replica, host).forEach(probe -> probe.look(LIMIT));
    }

    private PrimaryProbe opened(PrimaryProbe probe) {
        open.add(probe);
        return probe;
    }

    private void fill(List<Connection> connections) {
        try {
            while (true) {
                connections.add(servers.connect("holdfast", "orders", "a"));
            }
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("53300");
        }
    }
}
