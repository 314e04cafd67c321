package dev.holdfast.engine.journal;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The file of a journal: opens connections to it and keeps its schema.
 *
 * @param config how a connection is set up
 */
record SqliteFile(Path path, SQLiteConfig config) {
    private static final int SCHEMA_VERSION = 1;
    private static final Duration WAIT_FOR_OTHER_PROCESSES = Duration.ofSeconds(10);
    private static final String SCHEMA = """
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

    static SqliteFile at(Path path) {
        return new SqliteFile(path, durable());
    }

    /** Every commit is on the disk when it returns; readers and the writer don't wait for each other. */
    static SQLiteConfig durable() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(Math.toIntExact(WAIT_FOR_OTHER_PROCESSES.toMillis()));
        return config;
    }

    /** Opens the file, or makes it. */
    Connection open() {
        Path file = path.toAbsolutePath();
        try {
            Files.createDirectories(file.getParent());
            NativeLibrary.keepIn(file.resolveSibling("native"));
            Connection connection = connect(file);
            try {
                prepare(connection);
                return connection;
            } catch (SQLException | HoldfastException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new HoldfastException(
                    ErrorCode.JOURNAL_UNWRITABLE, "opening %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private Connection connect(Path file) throws SQLException {
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private void prepare(Connection connection) throws SQLException {
        int found = schemaVersion(connection);
        if (found > SCHEMA_VERSION) {
            throw new HoldfastException(
                    ErrorCode.JOURNAL_UNWRITABLE,
                    "%s has schema %d, this version knows %d".formatted(path, found, SCHEMA_VERSION),
                    "use the version of Holdfast that wrote it, or a later one",
                    null);
        }
        if (found < SCHEMA_VERSION) {
            createSchema(connection);
        }
    }

    private static int schemaVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static void createSchema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            statement.executeUpdate(SCHEMA);
            statement.executeUpdate("PRAGMA user_version = " + SCHEMA_VERSION);
            statement.executeUpdate("COMMIT");
        }
    }
}
