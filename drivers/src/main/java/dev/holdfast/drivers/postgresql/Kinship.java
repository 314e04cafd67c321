package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.Optional;

/** How the history of a stopped server relates to that of the primary. */
sealed interface Kinship {

    /** All that it has is part of the primary's history. */
    record Ancestor() implements Kinship {}

    /**
     * It went its own way.
     *
     * @param timeline that its own log is on
     * @param fork where they part
     * @param logKept whether its log from there on is still there, all on that timeline
     */
    record Diverged(int timeline, Lsn fork, boolean logKept) implements Kinship {}

    /** Nothing can be said of where they part. */
    record Unknown(String reason) implements Kinship {}

    /** Compares a stopped server with the primary. */
    static Kinship of(DataDirectory stopped, Server primary, Deadline deadline) {
        ControlData control = stopped.control(deadline.remaining());
        PrimaryHistory theirs = PrimaryHistory.of(primary, deadline);
        if (!control.system().equals(theirs.system())) {
            throw new HoldfastException(
                    ErrorCode.ROLE_MISMATCH,
                    "%s belongs to cluster %s, and %s to cluster %s"
                            .formatted(stopped.node().name(), control.system(), primary.name(), theirs.system()));
        }
        TimelineHistory ours = stopped.history(control.timeline(), deadline.remaining());
        Optional<TimelineHistory.Fork> fork = ours.forkFrom(theirs.history());
        if (fork.isEmpty()) {
            return new Unknown("the histories share no timeline");
        }
        Lsn at = fork.get().at().orElse(theirs.written());
        boolean leftTimeline = ours.timeline() != fork.get().timeline();
        boolean logKept = followsDirectly(ours, fork.get().timeline())
                && stopped.hasLogFrom(ours.timeline(), at, deadline.remaining());
        String before = control.segmentBefore(at, ours.timeline());
        if (!logKept && !control.stoppedCleanly() && !stopped.hasSegment(before, deadline.remaining())) {
            return new Unknown("its log up to %s is not there".formatted(at));
        }
        if (!leftTimeline && !logKept && control.reached().compareTo(at) <= 0) {
            return new Ancestor();
        }
        if (fork.get().at().isEmpty()) {
            return new Unknown("it has log behind the end of the primary's, on the same timeline");
        }
        return new Diverged(ours.timeline(), at, logKept);
    }

    /** Whether the log behind the fork is all on one timeline. */
    private static boolean followsDirectly(TimelineHistory ours, int shared) {
        return ours.timeline() == shared || ours.past().getLast().timeline() == shared;
    }

    /**
     * What the primary says of its history.
     *
     * @param written end of its log
     */
    record PrimaryHistory(String system, TimelineHistory history, Lsn written) {
        private static final String SQL = """
                select (select system_identifier::text from pg_control_system()) as system,
                       me.timeline,
                       coalesce(pg_read_file('pg_wal/' || upper(lpad(to_hex(me.timeline), 8, '0')) || '.history',
                                             0, 1000000, true), '') as history,
                       pg_current_wal_flush_lsn()::text as written
                  from (select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int as timeline) me
                """;

        static PrimaryHistory of(Server primary, Deadline deadline) {
            String attempted = "reading the history of " + primary.name();
            return primary.require(deadline.remaining(), attempted, session -> {
                if (session.holds("select pg_is_in_recovery()")) {
                    throw new HoldfastException(ErrorCode.ROLE_MISMATCH, primary.name() + " is not a primary");
                }
                return session.query(SQL, rows -> {
                    rows.next();
                    TimelineHistory history = TimelineHistory.parse(rows.getInt("timeline"), rows.getString("history"));
                    return new PrimaryHistory(rows.getString("system"), history, Lsn.parse(rows.getString("written")));
                });
            });
        }
    }
}
