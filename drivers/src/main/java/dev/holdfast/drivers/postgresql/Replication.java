package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseAccess;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Changes from whom a standby receives, and which server is primary. */
final class Replication {
    private static final Duration POLL = Duration.ofMillis(3);

    /** How long a standby may take to end its receiver by itself, before its process is ended. */
    private static final Duration RECEIVER_PATIENCE = Duration.ofMillis(60);

    private static final String RECEIVER_PID = "select pid::text from pg_stat_wal_receiver where pid is not null";

    private static final String CREATE_SLOT = """
            select pg_create_physical_replication_slot(?, true)::text
             where not exists (select from pg_replication_slots where slot_name = ?)
            """;

    /** Whether the receiver streams from this address, and is on this timeline or a later one. */
    private static final String STREAMS = """
            select exists (select from pg_stat_wal_receiver
                            where status = 'streaming' and sender_host = ? and sender_port = ? and received_tli >= ?)
            """;

    private static final String TIMELINE = """
            select case when pg_is_in_recovery() then coalesce((select received_tli from pg_stat_wal_receiver), 0)
                        else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int end::text
            """;

    private final DatabaseAccess access;

    Replication(DatabaseAccess access) {
        this.access = access;
    }

    /** The name of the slot that keeps the log for a standby. */
    static String slot(String standby) {
        return standby.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    }

    static void detach(Server standby, ServerProcess process, Duration limit) {
        String attempted = "detaching " + standby.name();
        Deadline deadline = Deadline.in(limit);
        Optional<String> receiver = standby.require(limit, attempted, session -> {
            if (session.holds("select current_setting('primary_conninfo') <> ''")) {
                session.execute("alter system set primary_conninfo = ''");
            }
            session.execute("select pg_reload_conf()");
            return awaitNoReceiver(session, Deadline.in(deadline.remaining(RECEIVER_PATIENCE)));
        });
        if (receiver.isEmpty()) {
            return;
        }
        // While it replays, or its replay is paused, a standby does not look at its configuration.
        process.endReceiver(Long.parseLong(receiver.get()), deadline.remaining());
        Optional<String> left =
                standby.require(deadline.remaining(), attempted, session -> awaitNoReceiver(session, deadline));
        if (left.isPresent()) {
            throw new HoldfastException(
                    ErrorCode.NOT_PROVEN, attempted + ": its receiver still runs after " + limit.toMillis() + " ms");
        }
    }

    void prepareSlot(Server upstream, String standby, Duration limit) {
        String slot = slot(standby);
        upstream.require(
                limit,
                "creating the slot " + slot,
                session -> session.value(CREATE_SLOT, slot, slot).isPresent());
    }

    void follow(Server standby, Server upstream, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        prepareSlot(upstream, standby.name(), limit);
        String attempted = "%s is to follow %s".formatted(standby.name(), upstream.name());
        String conninfo = conninfo(standby, upstream).toString().replace("'", "''");
        standby.require(deadline.remaining(), attempted, session -> {
            session.execute("alter system set primary_conninfo = '" + conninfo + "'");
            session.execute("alter system set primary_slot_name = '" + slot(standby.name()) + "'");
            session.execute("select pg_reload_conf()");
            return true;
        });
        awaitStreaming(standby, upstream, deadline);
    }

    ConnInfo conninfo(Server standby, Server upstream) {
        return ConnInfo.forStandby(standby.name(), upstream.spec().address(), access.replicationUser());
    }

    /** Waits until the standby streams from the upstream server, on its timeline. */
    static void awaitStreaming(Server standby, Server upstream, Deadline deadline) {
        String attempted = "%s is to stream from %s".formatted(standby.name(), upstream.name());
        int timeline = Integer.parseInt(upstream.require(
                deadline.remaining(),
                attempted,
                session -> session.value(TIMELINE).orElse("0")));
        boolean streams = standby.require(
                deadline.remaining(),
                attempted,
                session -> until(
                        session,
                        deadline,
                        () -> session.holds(
                                STREAMS,
                                upstream.spec().address().host(),
                                upstream.spec().address().port(),
                                timeline)));
        if (!streams) {
            throw new HoldfastException(
                    ErrorCode.REPLICATION_NOT_FOLLOWING,
                    "%s, but did not within %d ms"
                            .formatted(attempted, deadline.limit().toMillis()));
        }
    }

    static void promote(Server standby, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        boolean promoted = standby.require(limit, "promoting " + standby.name(), session -> {
            if (session.holds("select not pg_is_in_recovery()")) {
                return true;
            }
            session.execute("select pg_promote(false)");
            return until(session, deadline, () -> session.holds("select not pg_is_in_recovery()"));
        });
        if (!promoted) {
            throw new HoldfastException(
                    ErrorCode.PROMOTION_FAILED,
                    "promoting %s: it is still in recovery after %d ms".formatted(standby.name(), limit.toMillis()));
        }
    }

    /** The time between two looks at something that is awaited. */
    static void pause(Duration pause) {
        LockSupport.parkNanos(pause.toNanos());
    }

    /** The process number of a receiver that is still there. */
    private static Optional<String> awaitNoReceiver(Session session, Deadline deadline) throws SQLException {
        Optional<String> receiver = session.value(RECEIVER_PID);
        while (receiver.isPresent() && !deadline.isOver()) {
            pause(POLL);
            receiver = session.value(RECEIVER_PID);
        }
        return receiver;
    }

    /**
     * Waits until a standby has done something.
     *
     * <p>A standby that just lost its upstream may sleep for {@code wal_retrieve_retry_interval}, 5 seconds by default, and may
     * have missed its call; a reload of its configuration wakes it.
     */
    private static boolean until(Session session, Deadline deadline, Condition done) throws SQLException {
        Wakeup wakeup = new Wakeup();
        while (!done.holds()) {
            if (deadline.isOver()) {
                return false;
            }
            pause(POLL);
            if (wakeup.isDue()) {
                session.execute("select pg_reload_conf()");
            }
        }
        return true;
    }

    /** Something that may come true. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws SQLException;
    }

    /** Says when a sleeping standby is to be woken. */
    private static final class Wakeup {
        private static final Duration EVERY = Duration.ofMillis(40);

        private Deadline next = Deadline.in(EVERY);

        boolean isDue() {
            if (!next.isOver()) {
                return false;
            }
            next = Deadline.in(EVERY);
            return true;
        }
    }
}
