package dev.holdfast.engine.journal;

import dev.holdfast.engine.audit.AuditKey;
import dev.holdfast.engine.audit.AuditSeal;
import dev.holdfast.engine.audit.ChainHash;
import dev.holdfast.engine.audit.Checkpoint;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes signed checkpoints of the audit trail, one process at a time, over a connection of its own: nobody who appends waits for a
 * signature.
 */
final class Sealing {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

    private final SqliteFile file;
    private final AuditSeal seal;

    Sealing(SqliteFile file, AuditSeal seal) {
        this.file = file;
        this.seal = seal;
    }

    /** A recovery must not fail because its record could not be signed. */
    void sealQuietly() {
        try {
            seal();
        } catch (HoldfastException e) {
            LOG.warn("The audit trail could not be signed", e);
        }
    }

    /** Signs the newest record. Returns the checkpoint of it, also when there was one already; empty when nothing is recorded. */
    synchronized Optional<Checkpoint> seal() {
        AuditKey key = seal.key().get();
        Path lock = seal.file().path().resolveSibling("checkpoints.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock();
                Connection connection = file.open()) {
            List<Checkpoint> before = Checkpoints.read(connection);
            Optional<Head> head = Head.of(connection);
            if (head.isEmpty() || isSealed(before, head.get())) {
                return before.isEmpty() ? Optional.empty() : Optional.of(before.getLast());
            }
            return Optional.of(seal(connection, key, bringBack(connection, before), head.get()));
        } catch (IOException | SQLException e) {
            throw new HoldfastException(
                    ErrorCode.JOURNAL_UNWRITABLE, "making a checkpoint of %s: %s".formatted(file.path(), e), e);
        }
    }

    private static boolean isSealed(List<Checkpoint> before, Head head) {
        return !before.isEmpty() && before.getLast().seq() == head.seq();
    }

    /**
     * A process that dies between its two writes leaves a checkpoint in the file only. It is genuine, so it is kept. Returns the
     * number of the newest one.
     */
    private long bringBack(Connection connection, List<Checkpoint> before) throws SQLException {
        long newest = before.isEmpty() ? 0 : before.getLast().number();
        for (Checkpoint left : seal.file().read()) {
            if (left.number() == newest + 1 && left.proven()) {
                Checkpoints.insert(connection, left);
                newest = left.number();
            }
        }
        return newest;
    }

    /** First into the file: what is missing there can't be told from what somebody cut off. */
    private Checkpoint seal(Connection connection, AuditKey key, long newest, Head head) throws SQLException {
        Checkpoint checkpoint = key.sign(newest + 1, head.seq(), head.hash(), Instant.now());
        seal.file().append(checkpoint);
        Checkpoints.insert(connection, checkpoint);
        return checkpoint;
    }

    /** The newest record of the chain. */
    record Head(long seq, ChainHash hash) {
        private static final String NEWEST = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1";

        static Optional<Head> of(Connection connection) throws SQLException {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(NEWEST)) {
                return row.next()
                        ? Optional.of(new Head(row.getLong("seq"), ChainHash.of(row.getBytes("hash"))))
                        : Optional.empty();
            }
        }
    }
}
