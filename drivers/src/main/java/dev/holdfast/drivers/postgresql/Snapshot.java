package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One server's data as of one moment, readable over several sessions at once. */
final class Snapshot implements AutoCloseable {
    private static final int SESSIONS = 2;

    private static final String BEGIN = """
            begin isolation level repeatable read read only;
            select 1
            """;

    private final Server server;
    private final List<Session> all = new ArrayList<>();
    private final BlockingQueue<Session> free = new LinkedBlockingQueue<>();

    private Snapshot(Server server) {
        this.server = server;
    }

    /** Opens the sessions; the moment is not chosen yet. */
    static Snapshot prepare(Server server, Deadline deadline) {
        Snapshot snapshot = new Snapshot(server);
        try {
            for (int i = 0; i < SESSIONS; i++) {
                snapshot.all.add(Comparing.open(server, deadline));
            }
            return snapshot;
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    Server server() {
        return server;
    }

    /** From now on the data is seen as it is at this moment. */
    void take(Deadline deadline) {
        for (Session session : all) {
            Comparing.bounded(
                    server,
                    deadline,
                    () -> session.use(open -> {
                        open.execute(BEGIN);
                        return true;
                    }));
            free.add(session);
        }
    }

    /** Reads with the next session that is free. A failure that the server reports leaves the snapshot usable. */
    <T> T read(Session.SqlWork<T> work, Deadline deadline) {
        Session session = next(deadline);
        try {
            return Attempt.run(deadline.remaining(), () -> session.use(open -> recoverably(open, work)));
        } finally {
            free.add(session);
        }
    }

    @Override
    public void close() {
        all.forEach(Session::close);
    }

    private Session next(Deadline deadline) {
        try {
            Session session = free.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            if (session == null) {
                throw new HoldfastException(
                        ErrorCode.DATA_NOT_COMPARABLE,
                        "reading %s took longer than %d s"
                                .formatted(server.name(), deadline.limit().toSeconds()));
            }
            return session;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "reading " + server.name(), e);
        }
    }

    private static <T> T recoverably(Session session, Session.SqlWork<T> work) throws SQLException {
        session.execute("savepoint read");
        try {
            return work.on(session);
        } catch (SQLException e) {
            if (session.survived(e)) {
                session.execute("rollback to savepoint read");
            }
            throw e;
        }
    }
}
