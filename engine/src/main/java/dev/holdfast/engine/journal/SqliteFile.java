package dev.holdfast.engine.journal;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The file of a journal: opens connections to it.
 *
 * @param config how a connection is set up
 */
record SqliteFile(Path path, SQLiteConfig config) {
    private static final Duration WAIT_FOR_OTHER_PROCESSES = Duration.ofSeconds(10);

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
                Schema.prepare(connection, path);
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
}
