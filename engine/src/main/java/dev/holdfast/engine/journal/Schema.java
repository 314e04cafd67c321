package dev.holdfast.engine.journal;

import dev.holdfast.engine.audit.AuditRecord;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of a journal, and how those of earlier versions become today's. Nothing that was recorded is changed by that. */
final class Schema {
    static final int VERSION = 2;

    private static final String RECORDS = """
            CREATE TABLE IF NOT EXISTS event (
                id   INTEGER PRIMARY KEY,
                run  TEXT NOT NULL,
                idx  INTEGER NOT NULL,
                at   TEXT NOT NULL,
                type TEXT NOT NULL,
                body TEXT NOT NULL,
                UNIQUE (run, idx)
            );
            CREATE INDEX IF NOT EXISTS event_run_started ON event (idx) WHERE idx = 1;
            CREATE INDEX IF NOT EXISTS event_restore_point ON event (type) WHERE type = 'restore-point-recorded';
            CREATE TABLE IF NOT EXISTS sighting (
                database TEXT PRIMARY KEY,
                at       TEXT NOT NULL,
                body     TEXT NOT NULL
            );
            """;

    private static final String AUDIT = """
            CREATE TABLE audit (
                seq    INTEGER PRIMARY KEY,
                stream TEXT NOT NULL,
                idx    INTEGER NOT NULL,
                hash   BLOB NOT NULL
            );
            CREATE TABLE checkpoint (
                number    INTEGER PRIMARY KEY,
                seq       INTEGER NOT NULL,
                hash      BLOB NOT NULL,
                at        TEXT NOT NULL,
                key       TEXT NOT NULL,
                signature TEXT NOT NULL
            );
            CREATE INDEX event_operation ON event (%s) WHERE type = 'step-started';
            """.formatted(StepTimes.OPERATION);

    private Schema() {}

    /** Makes sure that the file has today's tables. What breaks off in the middle leaves it as it was. */
    static void prepare(Connection connection, Path file) throws SQLException {
        if (version(connection, file) == VERSION) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            // Another process may have been quicker.
            int found = version(connection, file);
            if (found < 1) {
                statement.executeUpdate(RECORDS);
            }
            if (found < 2) {
                statement.executeUpdate(AUDIT);
                chainWhatIsThere(connection);
            }
            statement.executeUpdate("PRAGMA user_version = " + VERSION);
            statement.executeUpdate("COMMIT");
        }
    }

    private static int version(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            int found = row.next() ? row.getInt(1) : 0;
            if (found > VERSION) {
                throw new HoldfastException(
                        ErrorCode.JOURNAL_UNWRITABLE,
                        "%s has schema %d, this version knows %d".formatted(file, found, VERSION),
                        "use the version of Holdfast that wrote it, or a later one",
                        null);
            }
            return found;
        }
    }

    private static void chainWhatIsThere(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, run, idx, at, type, body FROM event ORDER BY id");
                ChainedRecords chain = new ChainedRecords(connection)) {
            while (row.next()) {
                chain.chain(new AuditRecord(
                        row.getLong("id"),
                        row.getString("run"),
                        row.getLong("idx"),
                        row.getString("at"),
                        row.getString("type"),
                        row.getString("body")));
            }
        }
    }
}
