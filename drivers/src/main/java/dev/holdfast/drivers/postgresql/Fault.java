package dev.holdfast.drivers.postgresql;

import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.NodeState.Reach;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Objects;

/** Why a server gave no result. */
sealed interface Fault {

    /** One line for people. */
    String text();

    /** What the server's state is, as this failure shows it. */
    NodeState asState(String node);

    /**
     * The server itself reported an error.
     *
     * @param fatal whether it closed the session
     */
    record Said(String sqlState, String message, boolean fatal) implements Fault {
        /** The administrator ends the session, or the server is being stopped. */
        static final String ADMIN_SHUTDOWN = "57P01";

        /** It starts, recovers or stops, and takes no session. */
        static final String CANNOT_CONNECT_NOW = "57P03";

        boolean is(String wanted) {
            return sqlState.equals(wanted);
        }

        @Override
        public String text() {
            return message + " (" + sqlState + ")";
        }

        @Override
        public NodeState asState(String node) {
            return new NodeState.Answering(node, sqlState, message);
        }
    }

    /** Nothing came from the server. */
    record NoAnswer(Reach reach, String detail) implements Fault {
        @Override
        public String text() {
            return detail;
        }

        @Override
        public NodeState asState(String node) {
            return new NodeState.Unreachable(node, reach, detail);
        }
    }

    /**
     * Class 08 is what the JDBC driver reports of the connection itself; all else came from the server, with the severity in
     * front of its message.
     */
    static Fault of(SQLException failure) {
        String state = Objects.requireNonNullElse(failure.getSQLState(), "08000");
        if (state.startsWith("08")) {
            return new NoAnswer(reach(failure), detail(failure));
        }
        String message = firstLine(failure);
        boolean fatal = message.startsWith("FATAL") || message.startsWith("PANIC") || state.startsWith("57P");
        return new Said(state, message.replaceFirst("^[A-Z]+: ", ""), fatal);
    }

    private static Reach reach(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return Reach.SILENT;
            }
            if (cause instanceof ConnectException) {
                return String.valueOf(cause.getMessage()).contains("refused") ? Reach.REFUSED : Reach.SILENT;
            }
        }
        return Reach.BROKEN;
    }

    private static String detail(SQLException failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return firstLine(root);
    }

    private static String firstLine(Throwable failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        return message.lines().findFirst().orElse(message);
    }
}
