package dev.holdfast.engine.journal;

import dev.holdfast.engine.audit.AuditKey;
import dev.holdfast.engine.audit.AuditReport;
import dev.holdfast.engine.audit.AuditSeal;
import dev.holdfast.engine.audit.AuditSecret;
import dev.holdfast.engine.audit.Checkpoint;
import dev.holdfast.engine.audit.CheckpointFile;
import dev.holdfast.engine.audit.TrailVerification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** A state directory with a journal whose audit trail is signed, and ways to spoil it. */
record AuditedState(Path directory, Path secret) {

    static AuditedState in(Path directory) {
        try {
            Path state = Files.createDirectories(directory.resolve("state"));
            return new AuditedState(state, directory.resolve("config").resolve("audit.secret"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return directory.resolve("journal.db");
    }

    CheckpointFile checkpoints() {
        return new CheckpointFile(directory.resolve("checkpoints.jsonl"));
    }

    AuditKey key() {
        return AuditKey.open(directory.resolve("audit-key.json"), AuditSecret.readOrMake(secret));
    }

    /** Without waiting for the disk: these tests open a journal a thousand times. */
    SqliteJournal open() {
        SQLiteConfig config = SqliteFile.durable();
        config.setSynchronous(SynchronousMode.OFF);
        return SqliteJournal.open(new SqliteFile(file(), config), Optional.of(new AuditSeal(this::key, checkpoints())));
    }

    AuditReport verify(Checkpoint... kept) {
        try (SqliteJournal journal = open()) {
            return new TrailVerification(
                            journal.auditTrail(),
                            checkpoints(),
                            AuditKey.publicKeyIn(directory.resolve("audit-key.json")),
                            true)
                    .verify(List.of(kept));
        }
    }

    /** Changes the file as somebody does who has SQLite and nothing else. */
    void change(String... statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    /** The same state in another place. */
    AuditedState copyTo(Path other) {
        try {
            Files.createDirectories(other);
            try (var files = Files.list(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, other.resolve(file.getFileName()));
                }
            }
            return new AuditedState(other, secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
