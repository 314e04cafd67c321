package dev.holdfast.drivers.postgresql;

import static dev.holdfast.drivers.postgresql.TestCluster.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.drivers.ssh.TestMachine;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.DatabaseContents;
import dev.holdfast.model.database.Comparison;
import dev.holdfast.model.database.Comparison.Difference;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContentsServerTest {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final List<String> STANDBYS = List.of("b", "c");

    private static TestMachine machine;

    private TestCluster servers;
    private DatabaseCluster cluster;
    private DatabaseContents contents;

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
        contents = servers.binding().contents();
        servers.execute(
                "a",
                "insert into orders select n, 'item ' || n from generate_series(1, 5000) n",
                "create table public.words (word text)",
                "insert into public.words select 'word ' || n from generate_series(1, 2000) n");
    }

    @AfterEach
    void stop() throws IOException {
        servers.close();
    }

    @Test
    void findsNoDifferenceWhileWritesGoOn() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int id = 10_000; !over.get(); id++) {
                servers.execute("a", "insert into orders values (%d, 'later')".formatted(id));
            }
        });
        try {
            for (boolean rows : List.of(true, false)) {
                Comparison comparison = contents.compare("a", STANDBYS, rows, PAUSE, LIMIT);

                assertThat(comparison.differences()).isEmpty();
                assertThat(comparison.tables()).isEqualTo(2);
                assertThat(comparison.rows()).isGreaterThanOrEqualTo(7000);
                assertThat(comparison.standbys()).isEqualTo(STANDBYS);
                assertThat(comparison.paused()).isPositive().isLessThanOrEqualTo(PAUSE);
            }
        } finally {
            over.set(true);
            writer.join();
        }
    }

    @Test
    void namesTheKeysAndBlocksThatWereSilentlyDamaged() throws IOException {
        Path orders = fileOf("b", "orders");
        Path words = fileOf("b", "public.words");
        servers.execute("a", "checkpoint");
        replayEverywhere();
        servers.execute("b", "checkpoint");
        cluster.stopCleanly("b", LIMIT);
        servers.run(
                "pg_checksums", "--disable", "-D", servers.dataDirectory("b").toString());
        replace(orders, "item 1234", "item X234");
        replace(words, "word 1234", "word 12X4");
        servers.run("pg_checksums", "--enable", "-D", servers.dataDirectory("b").toString());
        cluster.start("b", LIMIT);
        replayEverywhere();

        Comparison comparison = contents.compare("a", STANDBYS, true, PAUSE, LIMIT);

        assertThat(comparison.differences())
                .hasSize(2)
                .allSatisfy(difference -> assertThat(difference.standby()).isEqualTo("b"));
        Difference damagedOrders = difference(comparison, "public.orders");
        assertThat(damagedOrders.primaryRows()).isEqualTo(damagedOrders.standbyRows());
        List<Integer> keys = range(damagedOrders.range(), "id ");
        assertThat(1234).isBetween(keys.getFirst(), keys.getLast());
        assertThat(keys.getLast() - keys.getFirst()).isLessThan(200);
        assertThat(difference(comparison, "public.words").range()).matches("blocks (\\d+)\\.\\.\\1");
    }

    @Test
    void aTableThatCannotBeReadIsADifference() throws IOException {
        Path orders = fileOf("c", "orders");
        servers.execute("a", "checkpoint");
        replayEverywhere();
        servers.execute("c", "checkpoint");
        cluster.stopCleanly("c", LIMIT);
        replace(orders, "item 1234", "item X234");
        cluster.start("c", LIMIT);
        replayEverywhere();

        Comparison comparison = contents.compare("a", STANDBYS, true, PAUSE, LIMIT);

        assertThat(comparison.differences()).isNotEmpty().allSatisfy(difference -> {
            assertThat(difference.standby()).isEqualTo("c");
            assertThat(difference.table()).isEqualTo("public.orders");
            assertThat(difference.range()).contains("can't be read").contains("invalid page");
            assertThat(difference.standbyRows()).isEqualTo(-1);
        });
    }

    @Test
    void aStandbyThatDoesNotCatchUpIsNamedAndWritersGoOn() {
        replayEverywhere();
        servers.execute("c", "select pg_wal_replay_pause()");
        servers.execute("a", "insert into orders values (9000, 'not on c')");

        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> contents.compare("a", STANDBYS, true, Duration.ofMillis(200), LIMIT))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.DATA_NOT_COMPARABLE);
                    assertThat(refused.attempted()).startsWith("c: its replay is paused");
                });
        servers.execute("a", "set lock_timeout = '5s'", "insert into orders values (9001, 'after')");
    }

    @Test
    void aTableThatIsInUseForLongIsNotWaitedForLongerThanAllowed() throws Exception {
        try (Connection writer = servers.connect("holdfast", "orders", "a");
                Statement statement = writer.createStatement()) {
            statement.execute("begin; insert into orders values (9000, 'unfinished')");

            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> contents.compare("a", STANDBYS, true, Duration.ofMillis(200), LIMIT))
                    .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DATA_NOT_COMPARABLE));

            servers.execute("a", "set lock_timeout = '5s'", "insert into orders values (9001, 'after')");
        }
    }

    private void replayEverywhere() {
        String position = servers.value("a", "select pg_current_wal_lsn()");
        for (String standby : STANDBYS) {
            TestMachine.await(
                    standby + " to replay",
                    () -> servers.value(standby, "select pg_last_wal_replay_lsn() >= '%s'".formatted(position))
                            .equals("t"));
        }
    }

    private Path fileOf(String node, String table) {
        String file = servers.value("a", "select pg_relation_filepath('%s')".formatted(table));
        return servers.dataDirectory(node).resolve(file);
    }

    private static void replace(Path file, String text, String other) throws IOException {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int at = content.indexOf(text);
        assertThat(at).as("place of '%s' in %s", text, file).isPositive();
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(at);
            access.write(other.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static Difference difference(Comparison comparison, String table) {
        return comparison.differences().stream()
                .filter(difference -> difference.table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> range(String range, String prefix) {
        assertThat(range).startsWith(prefix).contains("..");
        return Pattern.compile("\\.\\.")
                .splitAsStream(range.substring(prefix.length()))
                .map(Integer::parseInt)
                .toList();
    }
}
