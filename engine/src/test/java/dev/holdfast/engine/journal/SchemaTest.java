package dev.holdfast.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.audit.AuditReport;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;

/** A journal of version 1 becomes one of today with nothing lost, or stays what it was. */
final class SchemaTest {
    private static final int RECORDS = 174;

    @TempDir
    private Path directory;

    private AuditedState state = new AuditedState(Path.of(""), Path.of(""));

    @BeforeEach
    void makeFileOfVersion1() throws IOException, SQLException {
        state = AuditedState.in(directory);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state.file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(resource("schema-1.sql"));
            statement.executeUpdate("PRAGMA user_version = 1");
        }
    }

    @Test
    void nothingOfVersion1IsLost() throws SQLException {
        List<String> before = rows();

        try (SqliteJournal journal = state.open()) {
            assertThat(journal.runs(100)).hasSize(11);
            journal.runs(100)
                    .forEach(run -> assertThat(RunState.fold(journal.read(run)).version())
                            .isPositive());
            assertThat(journal.lastSighting("orders")).isPresent();
            assertThat(journal.all("orders")).isNotEmpty();
            RunId unfinished = journal.runs(1).getFirst();
            assertThat(journal.read("orders:" + unfinished, 0)).hasSize(1);
        }

        assertThat(rows()).isEqualTo(before).hasSize(RECORDS);
        assertThat(userVersion()).isEqualTo(2);
        AuditReport report = state.verify();
        assertThat(report.breach()).isEmpty();
        assertThat(report.records()).isEqualTo(RECORDS);
    }

    @Test
    void recordingGoesOnInTheSameChain() {
        try (SqliteJournal journal = state.open()) {
            RunId unfinished = journal.runs(1).getFirst();
            long version = journal.read(unfinished).size();

            assertThat(journal.append(unfinished, version, Instant.EPOCH, List.of(new Event.RunResumed("process 1"))))
                    .isEqualTo(new AppendResult.Appended(version + 1));
        }

        assertThat(state.verify()).extracting(AuditReport::records).isEqualTo(RECORDS + 1L);
        assertThat(state.verify().breach()).isEmpty();
    }

    @Test
    void aMigrationThatBreaksOffLeavesVersion1AsItWas() throws SQLException {
        List<String> before = rows();
        int brokenOff = 0;
        for (long pages = pages(); userVersion() == 1; pages++) {
            SQLiteConfig config = SqliteFile.durable();
            config.setPragma(Pragma.MAX_PAGE_COUNT, Long.toString(pages));
            try (SqliteJournal journal = SqliteJournal.open(new SqliteFile(state.file(), config))) {
                assertThat(journal.runs(100)).hasSize(11);
            } catch (HoldfastException diskFull) {
                brokenOff++;
                assertThat(userVersion()).isEqualTo(1);
                assertThat(rows()).isEqualTo(before);
            }
        }

        assertThat(brokenOff).as("places at which the disk was full").isGreaterThan(3);
        assertThat(state.verify().breach()).isEmpty();
    }

    @Test
    void aFileOfALaterSchemaIsRefused() {
        state.change("PRAGMA user_version = 3");

        assertThatThrownBy(state::open).hasMessageContaining("schema 3, this version knows 2");
    }

    private List<String> rows() throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state.file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT concat_ws('|', id, run, idx, at, type, body) FROM event ORDER BY id")) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    private long userVersion() throws SQLException {
        return number("PRAGMA user_version");
    }

    private long pages() throws SQLException {
        return number("PRAGMA page_count");
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state.file());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(SchemaTest.class.getResourceAsStream("/journal/" + name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
