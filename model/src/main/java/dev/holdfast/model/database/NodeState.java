package dev.holdfast.model.database;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one database server said of itself, or that it said nothing. */
public sealed interface NodeState {

    /** The server's name in the topology. */
    String node();

    /**
     * It accepts writes.
     *
     * @param written end of its log
     * @param sync whose confirmation a commit waits for
     * @param attached the standbys that stream from it
     * @param commits transactions committed since the statistics were reset, for rates
     */
    record Primary(String node, Identity identity, Lsn written, SyncPolicy sync, List<Attached> attached, long commits)
            implements NodeState {
        public Primary {
            attached = List.copyOf(attached);
        }
    }

    /**
     * It replays the log of another server.
     *
     * @param received end of the log that is safe on its disk
     * @param replayed end of the log that queries see
     * @param upstream where it streams from
     * @param replayPaused whether somebody paused the replay
     * @param lastCommit when the last transaction that it replayed was committed, by the primary's clock
     */
    record Standby(
            String node,
            Identity identity,
            Lsn received,
            Lsn replayed,
            Upstream upstream,
            boolean replayPaused,
            Optional<Instant> lastCommit)
            implements NodeState {}

    /**
     * It answers but serves no session: it starts, stops, recovers, or all its connections are taken. A server that answers
     * is not dead.
     *
     * @param sqlState the server's five-character code, such as {@code 53300}
     */
    record Answering(String node, String sqlState, String message) implements NodeState {}

    /** It does not answer. */
    record Unreachable(String node, Reach reach, String detail) implements NodeState {}

    /** How a server failed to answer. */
    enum Reach {
        /** The machine said at once that nobody listens there. */
        REFUSED,
        /** Nothing came back in the time allowed. */
        SILENT,
        /** The session that was open broke off. */
        BROKEN
    }

    /**
     * A standby as its primary sees it.
     *
     * @param state such as {@code streaming} or {@code catchup}
     * @param flushed how much of the log it confirmed
     */
    record Attached(String standby, String state, Lsn flushed, Optional<Duration> replayLag) {}

    /**
     * Where a standby receives from.
     *
     * <p>The two servers differ for a moment after the configuration was changed.
     *
     * @param configured the server that its configuration names, by its topology name, if any
     * @param sender the server that a running receiver is connected to: its topology name, or its address when it has none
     * @param streaming whether that receiver is past its start
     * @param sinceLastMessage how long ago the last message arrived, when a receiver runs
     */
    record Upstream(
            Optional<String> configured,
            Optional<String> sender,
            boolean streaming,
            Optional<Duration> sinceLastMessage) {

        /** Whether it streams from the server that it is configured to follow. */
        public boolean receiving() {
            return streaming && sender.isPresent() && sender.equals(configured);
        }
    }
}
