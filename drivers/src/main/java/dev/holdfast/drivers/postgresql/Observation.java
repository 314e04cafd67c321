package dev.holdfast.drivers.postgresql;

import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.NodeState.Attached;
import dev.holdfast.model.database.NodeState.Upstream;
import dev.holdfast.model.database.SyncPolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that a server says of itself, in one exchange. */
final class Observation {
    /*
     * One row for the server, repeated for each standby that streams from it.
     *
     * The timeline of a primary is taken from its log: its control file lags behind a promotion. That of a standby without a
     * receiver is the newest one it has any log of. What a standby received is safe on its disk, and stays so when the receiver
     * is gone and its position is forgotten.
     */
    private static final String SQL = """
            select me.standby,
                   (select system_identifier::text from pg_control_system()) as system,
                   case when me.standby
                        then coalesce(nullif(w.received_tli, 0), (select max(('x' || left(name, 8))::bit(32)::int)
                                                                 from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'), 0)
                        else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int
                   end as timeline,
                   case when not me.standby then pg_current_wal_lsn()::text end as written,
                   greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn(), '0/0')::text as received,
                   coalesce(pg_last_wal_replay_lsn(), '0/0')::text as replayed,
                   current_setting('synchronous_standby_names') as sync,
                   current_setting('primary_conninfo') as conninfo,
                   case when me.standby then pg_is_wal_replay_paused() else false end as paused,
                   pg_last_xact_replay_timestamp() as last_commit,
                   (select coalesce(sum(xact_commit), 0)::bigint from pg_stat_database) as commits,
                   coalesce(w.status, '') as receiver,
                   w.sender_host,
                   coalesce(w.sender_port, 0) as sender_port,
                   extract(epoch from clock_timestamp() - w.last_msg_receipt_time) as message_age,
                   r.application_name as attached,
                   coalesce(r.state, '') as attached_state,
                   coalesce(r.flush_lsn, '0/0')::text as flushed,
                   extract(epoch from r.replay_lag) as replay_lag
              from (select pg_is_in_recovery() as standby offset 0) me
              left join pg_stat_wal_receiver w on true
              left join pg_stat_replication r on true
            """;

    private final Servers servers;

    Observation(Servers servers) {
        this.servers = servers;
    }

    NodeState of(String node, Session session) throws SQLException {
        return session.query(SQL, rows -> read(node, rows));
    }

    private NodeState read(String node, ResultSet rows) throws SQLException {
        if (!rows.next()) {
            throw new SQLException("the server described itself with no row");
        }
        Identity identity = new Identity(rows.getString("system"), rows.getInt("timeline"));
        if (rows.getBoolean("standby")) {
            return new NodeState.Standby(
                    node,
                    identity,
                    Lsn.parse(rows.getString("received")),
                    Lsn.parse(rows.getString("replayed")),
                    upstream(rows),
                    rows.getBoolean("paused"),
                    Optional.ofNullable(rows.getTimestamp("last_commit")).map(Timestamp::toInstant));
        }
        Lsn written = Lsn.parse(rows.getString("written"));
        SyncPolicy sync = SyncPolicy.parse(rows.getString("sync"));
        long commits = rows.getLong("commits");
        return new NodeState.Primary(node, identity, written, sync, attached(rows), commits);
    }

    private Upstream upstream(ResultSet rows) throws SQLException {
        Optional<String> configured = servers.namedBy(ConnInfo.parse(rows.getString("conninfo")));
        String receiver = rows.getString("receiver");
        return new Upstream(
                configured, sender(rows, receiver), receiver.equals("streaming"), seconds(rows, "message_age"));
    }

    /** A receiver that waits has ended its stream, and confirms nothing to the server that it had it from. */
    private Optional<String> sender(ResultSet rows, String receiver) throws SQLException {
        if (receiver.isEmpty() || receiver.equals("waiting")) {
            return Optional.empty();
        }
        String host = Optional.ofNullable(rows.getString("sender_host")).orElse("");
        int port = rows.getInt("sender_port");
        return servers.at(host, port).or(() -> Optional.of(host + ":" + port));
    }

    private List<Attached> attached(ResultSet rows) throws SQLException {
        List<Attached> attached = new ArrayList<>();
        do {
            Optional<String> standby = Optional.ofNullable(rows.getString("attached"));
            if (standby.isPresent() && servers.has(standby.get())) {
                Lsn flushed = Lsn.parse(rows.getString("flushed"));
                attached.add(new Attached(
                        standby.get(), rows.getString("attached_state"), flushed, seconds(rows, "replay_lag")));
            }
        } while (rows.next());
        return attached;
    }

    private static Optional<Duration> seconds(ResultSet rows, String column) throws SQLException {
        double seconds = rows.getDouble(column);
        return rows.wasNull() ? Optional.empty() : Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
    }
}
