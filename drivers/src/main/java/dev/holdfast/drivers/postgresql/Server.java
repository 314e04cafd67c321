package dev.holdfast.drivers.postgresql;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseAccess;
import dev.holdfast.model.topology.NodeSpec;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * One server, with administrative sessions that stay open: a failover has no time to log in.
 *
 * <p>A session that broke since it was last used is replaced within the same call. That may do the work twice, so all work that
 * is given to a server must be repeatable.
 */
final class Server {
    private static final int SESSIONS_KEPT = 2;

    private final NodeSpec spec;
    private final Login login;
    private final Deque<Session> idle = new ConcurrentLinkedDeque<>();

    Server(NodeSpec spec, DatabaseAccess access) {
        this.spec = spec;
        this.login = new Login(spec.address(), access.database(), access.user(), Optional.empty());
    }

    NodeSpec spec() {
        return spec;
    }

    String name() {
        return spec.name();
    }

    Login login() {
        return login;
    }

    /** Does the work within the limit, or fails with a {@link SessionException}. */
    <T> T ask(Duration limit, Session.SqlWork<T> work) {
        return begin(work).finish(limit);
    }

    /** As {@link #ask}, for an effect that has no other way: a failure is the end of it. */
    <T> T require(Duration limit, String attempted, Session.SqlWork<T> work) {
        try {
            return ask(limit, work);
        } catch (SessionException e) {
            throw failure(attempted, e);
        }
    }

    HoldfastException failure(String attempted, SessionException failure) {
        ErrorCode code = switch (failure.fault()) {
            case Fault.NoAnswer none -> ErrorCode.DATABASE_UNREACHABLE;
            case Fault.Said said -> ErrorCode.COMMAND_FAILED;
        };
        String found = failure.fault().text();
        return new HoldfastException(
                code, "%s: %s (%s): %s".formatted(attempted, name(), spec.address(), found), failure);
    }

    <T> Attempt<T> begin(Session.SqlWork<T> work) {
        return Attempt.start(() -> onSomeSession(work));
    }

    private <T> T onSomeSession(Session.SqlWork<T> work) throws SQLException {
        Session kept = idle.pollFirst();
        if (kept == null) {
            return on(Session.open(login), work);
        }
        try {
            return on(kept, work);
        } catch (SQLException e) {
            if (kept.survived(e)) {
                throw e;
            }
            forgetIdle();
            return on(Session.open(login), work);
        }
    }

    private <T> T on(Session session, Session.SqlWork<T> work) throws SQLException {
        boolean usable = false;
        try {
            T result = session.use(work);
            usable = true;
            return result;
        } catch (SQLException e) {
            usable = session.survived(e);
            throw e;
        } finally {
            giveBack(session, usable);
        }
    }

    private void giveBack(Session session, boolean usable) {
        if (usable && idle.size() < SESSIONS_KEPT) {
            idle.addFirst(session);
            return;
        }
        session.close();
    }

    /** When one session broke, the others most likely did too. */
    private void forgetIdle() {
        for (Session session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
            session.close();
        }
    }
}
