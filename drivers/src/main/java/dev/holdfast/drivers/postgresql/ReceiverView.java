package dev.holdfast.drivers.postgresql;

import dev.holdfast.model.detection.Sign;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * What a standby's receiver knows of the primary.
 *
 * <p>An idle primary sends nothing; the receiver asks it for a sign of life when half of {@code wal_receiver_timeout} has passed.
 * So a pause shorter than that means nothing, unless messages came within the limit.
 */
final class ReceiverView implements SessionProbe.Question {
    /** The receiver looks at its clock every 100 ms, and the reply needs its time too. */
    private static final Duration RECEIVER_ROUND = Duration.ofMillis(150);

    private static final String SQL = """
            select pg_is_in_recovery() as standby,
                   current_setting('primary_conninfo') as conninfo,
                   pg_last_wal_receive_lsn() is not null as ever_received,
                   w.status,
                   coalesce(w.sender_host, '') as sender_host,
                   coalesce(w.sender_port, 0) as sender_port,
                   extract(epoch from clock_timestamp() - w.last_msg_receipt_time) as age,
                   extract(epoch from current_setting('wal_receiver_timeout')::interval) as timeout
              from (select) me left join pg_stat_wal_receiver w on true
            """;

    private final Servers servers;
    private final String primary;

    ReceiverView(Servers servers, String primary) {
        this.servers = servers;
        this.primary = primary;
    }

    @Override
    public Seen ask(Session session, Duration limit) throws SQLException {
        return session.query(SQL, rows -> rows.next() ? conclude(rows, limit) : abstains("it gave no answer"));
    }

    /** A standby that has trouble of its own can't tell. */
    @Override
    public Seen failed(Fault fault, Optional<Fault> brokeBefore) {
        return abstains("the standby itself: " + fault.text());
    }

    private Seen conclude(ResultSet row, Duration limit) throws SQLException {
        if (!row.getBoolean("standby")) {
            return abstains("it is a primary itself");
        }
        Optional<String> configured = servers.namedBy(ConnInfo.parse(row.getString("conninfo")));
        if (!configured.equals(Optional.of(primary))) {
            return abstains("it follows " + configured.orElse("nobody"));
        }
        if (!row.getBoolean("ever_received")) {
            return abstains("it never received from " + primary);
        }
        Optional<String> status = Optional.ofNullable(row.getString("status"));
        Optional<String> sender = servers.at(row.getString("sender_host"), row.getInt("sender_port"));
        if (status.isEmpty() || !status.get().equals("streaming") || !sender.equals(configured)) {
            return new Seen(
                    Sign.BROKEN, "its receiver " + status.map(is -> "is " + is).orElse("is gone"));
        }
        return byAge(seconds(row, "age"), seconds(row, "timeout"), limit);
    }

    private static Seen byAge(Duration age, Duration timeout, Duration limit) {
        String last = "last message " + age.toMillis() + " ms ago";
        if (age.compareTo(limit) <= 0) {
            return new Seen(Sign.ALIVE, last, age);
        }
        boolean due = timeout.isZero() || age.compareTo(timeout.dividedBy(2).plus(RECEIVER_ROUND)) > 0;
        return due ? new Seen(Sign.SILENT, last) : abstains(last + ", and none was due since");
    }

    private static Duration seconds(ResultSet row, String column) throws SQLException {
        return Duration.ofNanos((long) (row.getDouble(column) * 1e9));
    }

    private static Seen abstains(String detail) {
        return new Seen(Sign.ABSTAINS, detail);
    }
}
