package dev.holdfast.drivers.postgresql;

import static dev.holdfast.drivers.postgresql.TestCluster.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.drivers.ssh.TestMachine;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.DatabaseRejoin;
import dev.holdfast.model.database.Divergence;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.database.RejoinMethod;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejoinServerTest {
    private static final Duration REBUILD = Duration.ofMinutes(2);

    private static TestMachine machine;

    @TempDir
    private Path evidence;

    private TestCluster servers;
    private DatabaseCluster cluster;
    private DatabaseRejoin rejoin;

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
        rejoin = servers.binding().rejoin();
    }

    @AfterEach
    void stop() throws IOException {
        servers.close();
    }

    @Test
    void savesTheWritesThatOnlyTheOldPrimaryHasAndRewindsIt() throws IOException {
        servers.execute(
                "a",
                "create table public.notes (region text, number int, body text, primary key (region, number))",
                "insert into public.notes values ('us', 1, 'kept'), ('us', 2, 'gone there')",
                "insert into orders select n, 'item ' || n from generate_series(1, 500) n");
        failOverTo("b");
        servers.execute("b", "insert into orders values (1000, 'written on b')");
        servers.execute(
                "a",
                "insert into orders values (501, 'only on a'), (1000, 'written on a')",
                "update orders set item = 'changed on a' where id = 7",
                "delete from public.notes where number = 2",
                "begin; insert into orders values (502, 'never committed'); rollback",
                "insert into holdfast.canary values ('x', 1, now())");
        servers.crash("a");
        cluster.stopForGood("a", LIMIT);

        Divergence divergence =
                rejoin.captureDivergence("a", "b", evidence, REBUILD).orElseThrow();

        assertThat(cluster.process("a", LIMIT)).isEqualTo(new ProcessState.Stopped());
        assertThat(divergence.bytes()).isPositive();
        assertThat(Files.readAllLines(Path.of(divergence.file()))).containsExactlyInAnyOrder("""
                        {"table":"public.orders","key":{"id":501},"old":{"id":501,"item":"only on a"},"new":null}""", """
                        {"table":"public.orders","key":{"id":1000},"old":{"id":1000,"item":"written on a"},\
                        "new":{"id":1000,"item":"written on b"}}""", """
                        {"table":"public.orders","key":{"id":7},"old":{"id":7,"item":"changed on a"},\
                        "new":{"id":7,"item":"item 7"}}""", """
                        {"table":"public.notes","key":{"region":"us","number":2},"old":null,\
                        "new":{"region":"us","number":2,"body":"gone there"}}""");
        assertThat(divergence.rows()).isEqualTo(4);

        assertThat(rejoin.rejoin("a", "b", REBUILD)).isEqualTo(RejoinMethod.REWIND);

        assertStandbyOfB();
        assertThat(rejoin.rejoin("a", "b", REBUILD)).isEqualTo(RejoinMethod.NOTHING);
    }

    @Test
    void anOldPrimaryThatCrashedMidWriteIsRewoundWithoutACapture() {
        failOverTo("b");
        servers.execute("a", "insert into orders values (1, 'only on a')");
        servers.crash("a");
        cluster.stopForGood("a", LIMIT);

        assertThat(rejoin.rejoin("a", "b", REBUILD)).isEqualTo(RejoinMethod.REWIND);

        assertStandbyOfB();
    }

    @Test
    void oneThatStoppedInGoodOrderOnlyFollows() {
        servers.execute("a", "insert into orders values (1, 'book')");
        cluster.stopCleanly("a", LIMIT);
        cluster.promote("b", LIMIT);
        servers.execute("b", "insert into orders values (2, 'lamp')");

        assertThat(rejoin.captureDivergence("a", "b", evidence, REBUILD)).isEmpty();
        assertThat(rejoin.rejoin("a", "b", REBUILD)).isEqualTo(RejoinMethod.FOLLOW);

        assertStandbyOfB();
        assertThat(evidence).isEmptyDirectory();
    }

    @Test
    void oneThatCannotBeRewoundIsCopied() throws IOException {
        failOverTo("b");
        servers.execute("a", "insert into orders values (1, 'only on a')");
        servers.crash("a");
        cluster.stopForGood("a", LIMIT);
        removeLog();

        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> rejoin.captureDivergence("a", "b", evidence, REBUILD))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DIVERGENCE_NOT_CAPTURED));
        assertThat(rejoin.rejoin("a", "b", REBUILD)).isEqualTo(RejoinMethod.BASE_BACKUP);

        assertStandbyOfB();
        try (Stream<Path> files = Files.list(machine.directory())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name ->
                            name.startsWith("a.") && !List.of("a.conf", "a.log").contains(name));
        }
    }

    @Test
    void aRewindThatWasInterruptedEndsInACopy() {
        failOverTo("b");
        servers.crash("a");
        machine.run("touch", servers.dataDirectory("a") + ".rewinding");

        assertThat(rejoin.captureDivergence("a", "b", evidence, REBUILD)).isEmpty();
        assertThat(rejoin.rejoin("a", "b", REBUILD)).isEqualTo(RejoinMethod.BASE_BACKUP);

        assertStandbyOfB();
    }

    @Test
    void aRunningPrimaryIsNotTouched() {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> rejoin.rejoin("a", "b", REBUILD))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ROLE_MISMATCH));
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> rejoin.captureDivergence("a", "b", evidence, REBUILD))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ROLE_MISMATCH));
        assertThat(servers.state("a")).isInstanceOf(NodeState.Primary.class);
    }

    private void failOverTo(String standby) {
        TestMachine.await(
                "the standbys to have everything",
                () -> cluster.observe(LIMIT).standbys().stream()
                        .allMatch(one -> one.replayed().equals(primaryPosition())));
        cluster.detach("b", LIMIT);
        cluster.detach("c", LIMIT);
        cluster.promote(standby, LIMIT);
    }

    private Lsn primaryPosition() {
        return cluster.observe(LIMIT).primary().orElseThrow().written();
    }

    /** As after a long time, in which the log was recycled. */
    private void removeLog() throws IOException {
        try (Stream<Path> segments = Files.list(servers.dataDirectory("a").resolve("pg_wal"))) {
            for (Path segment : segments.filter(Files::isRegularFile).toList()) {
                Files.delete(segment);
            }
        }
    }

    private void assertStandbyOfB() {
        assertThat(servers.state("a")).isInstanceOfSatisfying(NodeState.Standby.class, standby -> {
            assertThat(standby.upstream().configured()).contains("b");
            assertThat(standby.upstream().receiving()).isTrue();
            assertThat(standby.identity().timeline()).isEqualTo(2);
        });
        assertThat(servers.value("a", "select count(*) from pg_replication_slots"))
                .isEqualTo("0");
        assertThat(servers.value("a", "show cluster_name")).isEqualTo("a");
        servers.execute("b", "insert into orders values (2000, 'after')");
        TestMachine.await(
                "a to replay",
                () -> servers.value("a", "select count(*) from orders where id = 2000")
                        .equals("1"));
    }
}
