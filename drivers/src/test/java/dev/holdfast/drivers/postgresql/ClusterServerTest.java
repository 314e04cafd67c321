package dev.holdfast.drivers.postgresql;

import static dev.holdfast.drivers.postgresql.TestCluster.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.drivers.ssh.TestMachine;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.NodeState.Attached;
import dev.holdfast.model.database.NodeState.Reach;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterServerTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static TestMachine machine;

    private TestCluster servers;
    private DatabaseCluster cluster;

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
    }

    @AfterEach
    void stop() throws IOException {
        servers.close();
    }

    @Test
    void seesRolesPositionsAndWhoFollowsWhom() {
        servers.execute("a", "insert into orders values (1, 'book')");
        TestMachine.await("both standbys to replay", () -> allReplayed(cluster.observe(LIMIT)));

        ClusterState state = cluster.observe(LIMIT);

        NodeState.Primary primary = state.primary().orElseThrow();
        assertThat(primary.node()).isEqualTo("a");
        assertThat(primary.attached()).extracting(Attached::standby).containsExactlyInAnyOrder("b", "c");
        assertThat(primary.attached()).extracting(Attached::state).containsOnly("streaming");
        assertThat(primary.commits()).isPositive();
        assertThat(state.standbys()).hasSize(2).allSatisfy(standby -> {
            assertThat(standby.identity()).isEqualTo(primary.identity());
            assertThat(standby.upstream().configured()).contains("a");
            assertThat(standby.upstream().receiving()).isTrue();
            assertThat(standby.upstream().sinceLastMessage()).isPresent();
            assertThat(standby.lastCommit()).isPresent();
            assertThat(standby.replayPaused()).isFalse();
        });
        assertThat(primary.identity().timeline()).isEqualTo(1);
    }

    @Test
    void aCrashIsRefusedAndItsHostKnows() {
        assertThat(cluster.process("a", LIMIT)).isInstanceOf(ProcessState.Running.class);
        cluster.observe(LIMIT);

        servers.crash("a");

        assertThat(servers.state("a"))
                .isInstanceOfSatisfying(
                        NodeState.Unreachable.class,
                        unreachable -> assertThat(unreachable.reach()).isEqualTo(Reach.REFUSED));
        assertThat(cluster.process("a", LIMIT)).isEqualTo(new ProcessState.Crashed());
        assertThat(cluster.observe(LIMIT).standbys()).hasSize(2);
    }

    @Test
    void aHungServerIsSilentAndHoldsNobodyAndAnswersWhenItWakes() {
        cluster.observe(LIMIT);
        servers.hang("a");
        try {
            for (int i = 0; i < 3; i++) {
                assertThat(cluster.observe("a", SHORT))
                        .isInstanceOfSatisfying(
                                NodeState.Unreachable.class,
                                silent -> assertThat(silent.reach()).isEqualTo(Reach.SILENT));
            }
            assertThat(cluster.process("a", LIMIT)).isInstanceOf(ProcessState.Running.class);
            assertThat(cluster.observe(SHORT).standbys()).hasSize(2);
        } finally {
            servers.wake("a");
        }

        assertThat(servers.state("a")).isInstanceOf(NodeState.Primary.class);
    }

    @Test
    void aServerWithoutAFreeConnectionAnswers() throws SQLException {
        List<Connection> connections = new ArrayList<>();
        try {
            fill(connections);

            NodeState seen = servers.newBinding().cluster().observe("b", LIMIT);
            assertThat(seen)
                    .isInstanceOfSatisfying(
                            NodeState.Answering.class,
                            answering -> assertThat(answering.sqlState()).isEqualTo("53300"));
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    @Test
    void aHungServerIsStoppedForGoodAndComesBackAsAStandbyOnly() {
        servers.hang("a");

        cluster.stopForGood("a", LIMIT);

        assertThat(servers.processes("a")).isEmpty();
        assertThat(servers.processes("b")).isNotEmpty();
        cluster.stopForGood("a", LIMIT);
        cluster.start("a", LIMIT);
        assertThat(servers.state("a")).isInstanceOf(NodeState.Standby.class);
    }

    @Test
    void aCleanStopSendsEverythingAndCanBeTakenBack() {
        servers.execute("a", "insert into orders values (1, 'book')");

        cluster.stopCleanly("a", LIMIT);
        cluster.stopCleanly("a", LIMIT);

        assertThat(cluster.process("a", LIMIT)).isEqualTo(new ProcessState.Stopped());
        assertThat(servers.value("b", "select count(*) from orders")).isEqualTo("1");
        cluster.allowStartAsPrimary("a", LIMIT);
        cluster.start("a", LIMIT);
        cluster.start("a", LIMIT);
        assertThat(servers.state("a")).isInstanceOf(NodeState.Primary.class);
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> cluster.allowStartAsPrimary("a", LIMIT))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ROLE_MISMATCH));
    }

    @Test
    void failsOverToTheStandbyThatIsDetachedAndPromoted() {
        servers.crash("a");
        cluster.detach("b", LIMIT);
        cluster.detach("c", LIMIT);
        cluster.detach("c", LIMIT);
        assertThat(cluster.observe(LIMIT).standbys())
                .allSatisfy(
                        standby -> assertThat(standby.upstream().configured()).isEmpty());

        cluster.promote("b", LIMIT);
        cluster.promote("b", LIMIT);
        servers.execute("b", "insert into orders values (2, 'lamp')");
        cluster.follow("c", "b", LIMIT);
        cluster.follow("c", "b", LIMIT);

        NodeState.Primary primary = cluster.observe(LIMIT).primary().orElseThrow();
        assertThat(primary.node()).isEqualTo("b");
        assertThat(primary.identity().timeline()).isEqualTo(2);
        NodeState.Standby standby = cluster.observe(LIMIT).standby("c").orElseThrow();
        assertThat(standby.identity()).isEqualTo(primary.identity());
        assertThat(standby.upstream().configured()).isEqualTo(Optional.of("b"));
        TestMachine.await(
                "c to replay",
                () -> servers.value("c", "select count(*) from orders").equals("1"));
    }

    /** Its start-up process does not look at the configuration then. */
    @Test
    void aStandbyWhoseReplayIsPausedIsDetachedToo() {
        servers.execute("b", "select pg_wal_replay_pause()");
        servers.execute("a", "insert into orders values (1, 'book')");

        cluster.detach("b", LIMIT);

        NodeState.Standby standby = cluster.observe(LIMIT).standby("b").orElseThrow();
        assertThat(standby.replayPaused()).isTrue();
        assertThat(standby.upstream().receiving()).isFalse();
        assertThat(standby.upstream().sinceLastMessage()).isEmpty();
    }

    private static boolean allReplayed(ClusterState state) {
        return state.standbys().stream()
                .allMatch(standby -> state.primary()
                        .map(primary -> primary.written().compareTo(standby.replayed()) <= 0)
                        .orElse(false));
    }

    private void fill(List<Connection> connections) {
        try {
            while (true) {
                connections.add(servers.connect("holdfast", "orders", "b"));
            }
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("53300");
        }
    }
}
