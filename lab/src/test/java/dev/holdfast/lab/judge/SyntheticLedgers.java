package dev.holdfast.lab.judge;

import dev.holdfast.lab.service.Order;
import dev.holdfast.lab.traffic.LedgerEntry;
import dev.holdfast.lab.traffic.LedgerEntry.Failure;
import dev.holdfast.lab.traffic.LedgerEntry.Kind;
import dev.holdfast.lab.traffic.LedgerEntry.ReadResult;
import dev.holdfast.lab.traffic.LedgerFile;
import dev.holdfast.lab.traffic.OrderDigest;
import dev.holdfast.lab.traffic.Route;
import dev.holdfast.lab.traffic.SocketEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Ledgers and rows as a run of the traffic would have left them. Every acknowledged write is stored, until it is lost. */
final class SyntheticLedgers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final Duration LATENCY = Duration.ofMillis(2);

    private static final Route ROUTE = new Route("127.66.1.1", "", "127.1.0.20");

    private final Path directory;
    private final List<OrderRows.Row> rows = new ArrayList<>();

    SyntheticLedgers(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    OrderRows rows() {
        return rows::forEach;
    }

    /** Writes that were acknowledged at {@code first} and then at every interval, up to and with {@code last}. */
    List<Order> served(String region, Instant first, Instant last, Duration interval) {
        return served(region, ROUTE, first, last, interval);
    }

    List<Order> served(String region, Route route, Instant first, Instant last, Duration interval) {
        var orders = new ArrayList<Order>();
        for (Instant at = first; !at.isAfter(last); at = at.plus(interval)) {
            Order order = order(region, at);
            orders.add(order);
            append(
                    region,
                    new LedgerEntry.Acknowledged(
                            order.id(), region, route, at.minus(LATENCY), at, OrderDigest.of(order)));
            store(order, 1);
        }
        return orders;
    }

    Order failed(String region, Instant at) {
        return failed(region, ROUTE, at, Failure.REJECTED);
    }

    Order failed(String region, Route route, Instant at, Failure failure) {
        Order order = order(region, at);
        append(
                region,
                new LedgerEntry.Failed(order.id(), region, route, at.minus(LATENCY), at, Kind.WRITE, failure, "503"));
        return order;
    }

    void opened(String region, Route route, UUID socket, Instant at) {
        append(region, new SocketEntry.Opened(socket, region, route, at, at.minus(LATENCY), "fastapi-main", region));
    }

    void lost(String region, Route route, UUID socket, Instant lastHeard, SocketEntry.Reason reason) {
        append(region, new SocketEntry.Lost(socket, region, route, lastHeard.plus(LATENCY), lastHeard, reason, ""));
    }

    void missed(String region, Route route, UUID socket, Instant asked) {
        append(region, new SocketEntry.Missed(socket, region, route, asked.plus(LATENCY), asked, "refused"));
    }

    void ended(String region, Route route, UUID socket, Instant lastHeard) {
        append(region, new SocketEntry.Ended(socket, region, route, lastHeard, lastHeard));
    }

    void read(String region, Order order, ReadResult result) {
        Instant at = order.clientTime().plusSeconds(1);
        append(region, new LedgerEntry.Read(order.id(), region, ROUTE, at, at.plus(LATENCY), result, ""));
    }

    void store(Order order, int timeline) {
        rows.add(new OrderRows.Row(order, timeline));
    }

    void lose(Order order) {
        rows.removeIf(row -> row.order().equals(order));
    }

    void alter(Order order) {
        lose(order);
        store(
                new Order(
                        order.id(),
                        order.region(),
                        order.client(),
                        order.clientTime(),
                        order.item(),
                        order.quantity() + 1),
                1);
    }

    void line(String region, String line) {
        line(LedgerFile.requests(directory, region), line);
    }

    private void append(String region, LedgerEntry entry) {
        line(region, JSON.writerFor(LedgerEntry.class).writeValueAsString(entry));
    }

    private void append(String region, SocketEntry entry) {
        line(
                LedgerFile.sockets(directory, region),
                JSON.writerFor(SocketEntry.class).writeValueAsString(entry));
    }

    private static void line(LedgerFile<?> file, String line) {
        try {
            Files.writeString(file.path(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Order order(String region, Instant at) {
        return new Order(UUID.randomUUID(), region, "127.66.1.1", at, "rope", 1);
    }
}
