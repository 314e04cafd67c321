package dev.holdfast.drivers.regional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.drivers.ssh.TestMachine;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.region.CopyState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A region's database and its copy in another, with real PostgreSQL servers, ssh server and rsync. */
class DatabasesServerTest {
    private static final Optional<Long> SLOW = Optional.of(1_000_000L);
    private static final String COPY = "profiles_here";

    private static TwoRegions regions;
    private static RegionalServer here;
    private static RegionalServer there;

    private RegionalData data;
    private Path home;

    @BeforeAll
    static void start() throws Exception {
        regions = TwoRegions.start();
        here = RegionalServer.start(regions.machine(), "here-server", 12);
        there = RegionalServer.start(regions.machine(), "there-server", 13);
    }

    @AfterAll
    static void stop() throws Exception {
        here.close();
        there.close();
        regions.close();
    }

    @BeforeEach
    void makeData() {
        Path staging = regions.directory().resolve("staging");
        regions.machine().run("rm", "-rf", staging.toString());
        home = staging.resolve("from-here");
        data = regions.bind(new DatabasesDriver(), here.settings(staging), there.settings(staging));
        here.execute("postgres", "drop database if exists profiles");
        here.execute("postgres", "create database profiles");
        here.execute(
                "profiles",
                "create table profiles (id bigint primary key, name text, seen timestamptz, score float8)",
                "insert into profiles select n, 'name ' || n, now(), random() from generate_series(1, 3000) n",
                "create table \"odd \"\"name\" (data text)",
                // Random, so that it can't be compressed.
                "insert into \"odd \"\"name\" select string_agg(md5(random()::text || n), '') from generate_series(1, 200000) n");
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(there.value("postgres", "select count(*) from pg_database where datname ~ '_(new|old)$'"))
                .isEqualTo("0");
        there.execute("postgres", "drop database if exists " + COPY);
    }

    @Test
    void whatWasCopiedIsTheSameAndWasNotBefore() {
        CopyState before = regions.compare(data);
        assertThat(before.same()).isFalse();
        assertThat(before.behind().first()).containsExactly("public.odd \"name", "public.profiles");

        regions.copy(data);

        assertThat(regions.compare(data).same()).isTrue();
        assertThat(there.value(COPY, "select sum(id) from profiles")).isEqualTo("4501500");
        assertThat(regions.directory().resolve("staging/for-there/data")).doesNotExist();
        assertThat(home.resolve("staging")).doesNotExist();
    }

    @Test
    void aWriteAtTheSourceAndOneToTheCopyAreToldApart() {
        regions.copy(data);
        here.execute("profiles", "update profiles set name = 'other' where id = 1");
        there.execute(COPY, "insert into \"odd \"\"name\" values ('written here')");

        CopyState state = regions.compare(data);

        assertThat(state.behind().first()).containsExactly("public.profiles");
        assertThat(state.altered().first()).containsExactly("public.odd \"name");
        regions.copy(data);
        assertThat(regions.compare(data).same()).isTrue();
        assertThat(there.value(COPY, "select name from profiles where id = 1")).isEqualTo("other");
    }

    @Test
    void aKilledTransferGoesOnWithTheSameDump() {
        regions.copy(data);
        long wholly = TwoRegions.sent(home);
        there.execute("postgres", "drop database " + COPY);

        HoldfastException failure = catchThrowableOfType(
                HoldfastException.class,
                () -> data.copy(TwoRegions.HERE, TwoRegions.THERE, SLOW, this::killWhenUnderWay, TwoRegions.LIMIT));
        assertThat(failure.code()).isEqualTo(ErrorCode.SYNC_FAILED);
        assertThat(regions.compare(data).copiedAt()).isEmpty();
        here.execute("profiles", "delete from profiles where id > 2000");

        regions.copy(data);

        assertThat(TwoRegions.sent(home)).isPositive().isLessThan(wholly);
        // It is as of when its dump was taken, and says so.
        assertThat(there.value(COPY, "select count(*) from profiles")).isEqualTo("3000");
        assertThat(regions.compare(data).behind().first()).containsExactly("public.profiles");
        assertThat(regions.compare(data).altered().none()).isTrue();
        regions.copy(data);
        assertThat(regions.compare(data).same()).isTrue();
    }

    private void killWhenUnderWay(String told) {
        if (told.contains("%") && !told.contains("(0%)")) {
            TestMachine.signal("KILL", regions.copying());
        }
    }

    @Test
    void theOldCopyIsReadUntilTheNewOneIsThere() throws Exception {
        regions.copy(data);
        here.execute("profiles", "update profiles set name = 'newer'");
        try (var reader = there.connect(COPY);
                var statement = reader.createStatement()) {
            data.copy(
                    TwoRegions.HERE,
                    TwoRegions.THERE,
                    Optional.empty(),
                    told -> assertThat(there.value(COPY, "select count(distinct name) from profiles"))
                            .as(told)
                            .isEqualTo("3000"),
                    TwoRegions.LIMIT);
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("select 1"));
        }
        assertThat(there.value(COPY, "select count(distinct name) from profiles"))
                .isEqualTo("1");
    }

    @Test
    void whatHoldfastDidNotPutThereIsLeftAlone() {
        there.execute("postgres", "create database " + COPY);
        there.execute(COPY, "create table mine (id int)");
        assertThat(catchThrowableOfType(HoldfastException.class, () -> regions.copy(data))
                        .code())
                .isEqualTo(ErrorCode.COPY_FOREIGN);
        assertThat(there.value(COPY, "select count(*) from mine")).isEqualTo("0");
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() throws Exception {
        RegionalData elsewhere = regions.bind(
                new DatabasesDriver(),
                here.settings(home),
                Map.of(
                        "address",
                        regions.machine().address(14) + ":5432",
                        "database",
                        "profiles",
                        "user",
                        "holdfast",
                        "binaries",
                        RegionalServer.BINARIES,
                        "staging",
                        home.toString()));
        assertThat(catchThrowableOfType(HoldfastException.class, () -> regions.compare(elsewhere)))
                .hasMessageContaining(regions.machine().address(14));
    }
}
