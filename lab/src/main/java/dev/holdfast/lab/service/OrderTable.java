package dev.holdfast.lab.service;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** The SQL of the orders. */
final class OrderTable {
    /**
     * One statement for the first attempt and for every repetition. The update changes nothing, but it writes WAL: so the commit of a
     * repetition waits until a standby holds everything up to it, which includes the row of an attempt whose answer was lost. DO NOTHING
     * and reading the row back would acknowledge a row that may be on no standby yet. A row that was inserted has no xmax.
     */
    private static final String KEEP = """
            insert into orders as kept (id, region, client, client_time, item, quantity)
            values (?, ?, ?, ?, ?, ?)
            on conflict (id) do update set quantity = kept.quantity
            returning id, region, client, client_time, item, quantity, xmax = 0 as is_new
            """;

    private static final String FIND = """
            select pg_is_in_recovery() as is_standby, o.id, o.region, o.client, o.client_time, o.item, o.quantity
            from (select 1) as always left join orders o on o.id = ?
            """;
    private static final String WHO = """
            select host(inet_server_addr()) || ':' || inet_server_port() as server, pg_is_in_recovery() as is_standby
            """;

    private OrderTable() {}

    /**
     * Keeps the order. Nothing may cancel this statement: no statement_timeout, no query time-out of the driver. PostgreSQL answers the
     * cancellation of a commit that waits for a standby with success and a warning, although the row is on the primary alone, and dies
     * with it. When somebody cancels it all the same, that warning makes the outcome unknown.
     *
     * @param patience how long to wait for the answer before the connection is given up, which cancels nothing
     */
    static Creation keep(Connection connection, Order order, Duration patience) throws SQLException {
        limit(connection, patience);
        try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
            statement.setObject(1, order.id());
            statement.setString(2, order.region());
            statement.setString(3, order.client());
            statement.setObject(4, OffsetDateTime.ofInstant(order.clientTime(), ZoneOffset.UTC));
            statement.setString(5, order.item());
            statement.setInt(6, order.quantity());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                Order kept = order(rows);
                boolean isNew = rows.getBoolean("is_new");
                Optional<SQLWarning> warning = Optional.ofNullable(statement.getWarnings());
                if (warning.isPresent()) {
                    return new Creation.Unknown(warning.get().toString());
                }
                return kept.equals(order) ? new Creation.Kept(kept, isNew) : new Creation.Conflicting(kept);
            }
        }
    }

    static Finding find(Connection connection, UUID id, Duration patience) throws SQLException {
        limit(connection, patience);
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                if (rows.getBoolean("is_standby")) {
                    return new Finding.Unavailable("the writer endpoint leads to a standby");
                }
                return Optional.ofNullable(rows.getString("id")).isPresent()
                        ? new Finding.Found(order(rows))
                        : new Finding.Missing();
            }
        }
    }

    static Readiness.Server server(Connection connection, Duration patience) throws SQLException {
        limit(connection, patience);
        try (PreparedStatement statement = connection.prepareStatement(WHO);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return new Readiness.Server(rows.getString("server"), rows.getBoolean("is_standby"));
        }
    }

    /** After this time without an answer the connection is closed; the pool sets its own limit again when it comes back. */
    private static void limit(Connection connection, Duration patience) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(Math.max(1, patience.toMillis())));
    }

    private static Order order(ResultSet row) throws SQLException {
        return new Order(
                row.getObject("id", UUID.class),
                row.getString("region"),
                row.getString("client"),
                row.getObject("client_time", OffsetDateTime.class).toInstant(),
                row.getString("item"),
                row.getInt("quantity"));
    }
}
