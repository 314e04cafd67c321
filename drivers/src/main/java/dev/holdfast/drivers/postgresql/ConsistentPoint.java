package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.Parallel;
import dev.holdfast.model.database.Lsn;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Snapshots of a primary and its standbys that show the same rows.
 *
 * <ol>
 *   <li>wait, without holding anybody up, until the standbys have nearly caught up;
 *   <li>lock the tables against writes, which waits for the writes that are under way;
 *   <li>read the end of the log, and take a snapshot of the primary;
 *   <li>take a snapshot of each standby as soon as it has replayed that position;
 *   <li>release the lock.
 * </ol>
 *
 * <p>The lock ends with its session, so it is released whatever goes wrong.
 */
final class ConsistentPoint implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(2);

    /** The session ends, and the lock with it, should Holdfast itself hang: within twice the pause that was allowed. */
    private static final int LONGEST_HANG_IN_PAUSES = 2;

    /** A commit brings all of the log before it to the disk, and so to the standbys. It need not wait for them. */
    private static final String FLUSHED_POSITION = """
            select pg_logical_emit_message(true, 'holdfast', 'comparison')::text,
                   set_config('synchronous_commit', 'local', true)
            """;

    private static final String PROGRESS = """
            select case when pg_last_wal_replay_lsn() >= ?::text::pg_lsn then 'there'
                        when pg_is_wal_replay_paused() then 'paused'
                        else 'behind' end
            """;

    private final Snapshot primary;
    private final List<Snapshot> standbys;
    private Lsn at = Lsn.ZERO;
    private Duration paused = Duration.ZERO;

    private ConsistentPoint(Snapshot primary, List<Snapshot> standbys) {
        this.primary = primary;
        this.standbys = standbys;
    }

    static ConsistentPoint take(
            Server primary, List<Server> standbys, List<UserTable> tables, Duration longestPause, Deadline deadline) {
        List<Snapshot> prepared = new ArrayList<>();
        try {
            prepared.add(Snapshot.prepare(primary, deadline));
            standbys.forEach(standby -> prepared.add(Snapshot.prepare(standby, deadline)));
            ConsistentPoint point =
                    new ConsistentPoint(prepared.getFirst(), List.copyOf(prepared.subList(1, prepared.size())));
            point.approach(Deadline.in(deadline.remaining().dividedBy(2)));
            point.hold(tables, longestPause, deadline);
            return point;
        } catch (RuntimeException e) {
            prepared.forEach(Snapshot::close);
            throw e;
        }
    }

    Snapshot primary() {
        return primary;
    }

    List<Snapshot> standbys() {
        return standbys;
    }

    Lsn at() {
        return at;
    }

    /** How long writers were kept waiting. */
    Duration paused() {
        return paused;
    }

    @Override
    public void close() {
        primary.close();
        standbys.forEach(Snapshot::close);
    }

    private void approach(Deadline deadline) {
        String position = flushedPosition(deadline);
        onEachStandby(standby -> awaitReplay(standby.server(), position, deadline));
    }

    private void hold(List<UserTable> tables, Duration longestPause, Deadline deadline) {
        try (Session lock = Comparing.open(primary.server(), deadline)) {
            Deadline pause = Deadline.in(longestPause);
            long began = System.nanoTime();
            lockAll(lock, tables, pause);
            String position = flushedPosition(pause);
            primary.take(pause);
            onEachStandby(standby -> {
                awaitReplay(standby.server(), position, pause);
                standby.take(pause);
            });
            Comparing.bounded(
                    primary.server(),
                    pause,
                    () -> lock.use(session -> {
                        session.execute("rollback");
                        return true;
                    }));
            at = Lsn.parse(position);
            paused = Duration.ofNanos(System.nanoTime() - began);
        }
    }

    private void lockAll(Session lock, List<UserTable> tables, Deadline pause) {
        try {
            Attempt.run(pause.remaining(), () -> lock.use(session -> lock(session, tables, pause.limit())));
        } catch (SessionException e) {
            String found = e.fault().text();
            throw Comparing.impossible(primary.server(), "its tables could not be locked against writes: " + found);
        }
    }

    /**
     * Locks the tables. The limits are the server's own, because it goes on waiting for a lock when nobody waits for its answer
     * any more, and holds up everybody behind. In a deadlock it is this session that notices first, and gives way.
     */
    private static boolean lock(Session session, List<UserTable> tables, Duration longestPause) throws SQLException {
        session.execute("""
                begin;
                set local deadlock_timeout = '50ms';
                set local client_connection_check_interval = '100ms';
                set local statement_timeout = %d;
                set local idle_in_transaction_session_timeout = %d
                """.formatted(
                        longestPause.toMillis(),
                        longestPause.multipliedBy(LONGEST_HANG_IN_PAUSES).toMillis()));
        if (!tables.isEmpty()) {
            String names = tables.stream().map(table -> "only " + table.name()).collect(Collectors.joining(", "));
            session.execute("lock table " + names + " in share mode");
        }
        return true;
    }

    private String flushedPosition(Deadline deadline) {
        return Comparing.ask(
                primary.server(),
                deadline,
                session -> session.value(FLUSHED_POSITION).orElseThrow());
    }

    private static void awaitReplay(Server standby, String position, Deadline deadline) {
        String progress = Comparing.ask(standby, deadline, session -> {
            String seen = session.value(PROGRESS, position).orElse("behind");
            while (seen.equals("behind") && !deadline.isOver()) {
                Replication.pause(POLL);
                seen = session.value(PROGRESS, position).orElse("behind");
            }
            return seen;
        });
        if (!progress.equals("there")) {
            String why = progress.equals("paused") ? "its replay is paused" : "it did not catch up";
            throw Comparing.impossible(
                    standby,
                    "%s; position %s was not reached within %d ms"
                            .formatted(why, position, deadline.limit().toMillis()));
        }
    }

    private void onEachStandby(Consumer<Snapshot> work) {
        Parallel.each(standbys, standby -> {
            work.accept(standby);
            return true;
        });
    }
}
