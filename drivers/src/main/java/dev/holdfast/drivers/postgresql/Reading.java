package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.HoldfastException;

/** What reading some rows of a table on one server brought. */
sealed interface Reading {

    /** How many rows there are; -1 when that is not known. */
    long rows();

    /** A count, and a sum over the rows when it was asked for. */
    record Sum(long rows, String hash) implements Reading {}

    /** The server could not read them, as when a page is damaged. */
    record Unreadable(String reason) implements Reading {
        @Override
        public long rows() {
            return -1;
        }
    }

    /** Reads the rows of a table that meet a condition. */
    static Reading of(UserTable table, boolean rows, String condition, Snapshot snapshot, Deadline deadline) {
        try {
            return snapshot.read(
                    session -> session.query(table.checksum(rows, condition), result -> {
                        result.next();
                        return new Sum(result.getLong(1), result.getString(2));
                    }),
                    deadline);
        } catch (SessionException e) {
            if (e.fault() instanceof Fault.Said said && damage(said)) {
                return new Unreadable(said.text());
            }
            throw notRead(table, snapshot.server(), e);
        }
    }

    private static HoldfastException notRead(UserTable table, Server server, SessionException failure) {
        return Comparing.impossible(
                server,
                "reading %s: %s".formatted(table.label(), failure.fault().text()));
    }

    /** Conflicts with replay, cancelled statements and lost sessions say nothing about the data. */
    private static boolean damage(Fault.Said said) {
        String state = said.sqlState();
        return !said.fatal() && !state.startsWith("40") && !state.startsWith("57") && !state.startsWith("53");
    }
}
