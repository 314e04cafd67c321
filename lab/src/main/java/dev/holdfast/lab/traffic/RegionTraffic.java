package dev.holdfast.lab.traffic;

import dev.holdfast.lab.service.Order;
import dev.holdfast.lab.service.OrderJson;
import dev.holdfast.lab.traffic.LedgerEntry.Failure;
import dev.holdfast.lab.traffic.LedgerEntry.Kind;
import dev.holdfast.lab.traffic.LedgerEntry.ReadResult;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * The open-loop clients of one region: a request is sent when it is due, whatever became of the ones before it. Clients that wait for
 * answers would send less while the service is slow, and so hide it.
 */
final class RegionTraffic {
    /** Several times what is in flight when every request runs into its time-out at the usual rates. */
    private static final int MOST_IN_FLIGHT = 500;

    private static final List<String> ITEMS = List.of("anvil", "lantern", "rope", "sextant", "tarpaulin");
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;

    private final TrafficRegion region;
    private final Ledger ledger;
    private final RecentOrders recent;
    private final RegionStatistics statistics;
    private final List<OrderClient> clients;
    private final AtomicLong turn = new AtomicLong();
    private volatile boolean stopped;

    RegionTraffic(TrafficRegion region, Duration timeout, Ledger ledger, RecentOrders recent) {
        this.region = region;
        this.ledger = ledger;
        this.recent = recent;
        statistics = new RegionStatistics(region.name());
        clients = region.sources().stream()
                .map(source -> new OrderClient(source, region.entrance(), timeout))
                .toList();
    }

    void start(double writesPerSecond, double readsPerSecond) {
        pace("writes-" + region.name(), writesPerSecond, Kind.WRITE, this::write);
        pace("reads-" + region.name(), readsPerSecond, Kind.READ, this::read);
    }

    /** No request is sent any more; those on their way are still answered or given up. */
    void stop() {
        stopped = true;
    }

    RegionStatistics statistics() {
        return statistics;
    }

    boolean idle() {
        return statistics.inFlight().get() == 0;
    }

    void close() {
        clients.forEach(OrderClient::close);
        ledger.close();
    }

    void flush() {
        ledger.flush();
    }

    private void pace(String name, double perSecond, Kind kind, LongConsumer request) {
        if (perSecond <= 0) {
            return;
        }
        long interval = Math.round(Duration.ofSeconds(1).toNanos() / perSecond);
        // Regions don't beat as one.
        long first = System.nanoTime() + ThreadLocalRandom.current().nextLong(interval);
        Thread.ofVirtual().name(name).start(() -> {
            for (long due = first; !stopped; due += interval) {
                waitUntil(due);
                if (!stopped) {
                    launch(due, kind, request);
                }
            }
        });
    }

    private static void waitUntil(long due) {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }

    private void launch(long due, Kind kind, LongConsumer request) {
        if (statistics.inFlight().incrementAndGet() > MOST_IN_FLIGHT) {
            statistics.inFlight().decrementAndGet();
            statistics.notSent();
            Instant now = Instant.now();
            ledger.append(new LedgerEntry.Failed(
                    UUID.randomUUID(), region.name(), now, now, kind, Failure.NOT_SENT, "too many in flight"));
            return;
        }
        Thread.ofVirtual().start(() -> {
            try {
                request.accept(due);
            } finally {
                statistics.inFlight().decrementAndGet();
            }
        });
    }

    private void write(long due) {
        OrderClient client = nextClient();
        var random = ThreadLocalRandom.current();
        Instant sent = Instant.now();
        var order = new Order(
                UUID.randomUUID(),
                region.name(),
                client.address(),
                sent,
                ITEMS.get(random.nextInt(ITEMS.size())),
                1 + random.nextInt(9));
        OrderClient.Reply reply = client.put(order);
        if (reply instanceof OrderClient.Reply.Answered(int status, String _) && (status == CREATED || status == OK)) {
            ledger.append(new LedgerEntry.Acknowledged(
                    order.id(), region.name(), sent, Instant.now(), OrderDigest.of(order)));
            recent.add(order);
            statistics.acknowledged(due);
            return;
        }
        failed(order.id(), sent, Kind.WRITE, reply);
    }

    private void read(long due) {
        recent.pick().ifPresent(order -> read(due, order));
    }

    private void read(long due, Order order) {
        Instant sent = Instant.now();
        OrderClient.Reply reply = nextClient().get(order.id());
        if (reply instanceof OrderClient.Reply.Answered(int status, String body)
                && (status == OK || status == NOT_FOUND)) {
            ReadResult result = status == NOT_FOUND ? ReadResult.MISSING : compare(order, body);
            boolean matched = result == ReadResult.MATCHED;
            ledger.append(
                    new LedgerEntry.Read(order.id(), region.name(), sent, Instant.now(), result, matched ? "" : body));
            statistics.read(due, matched);
            return;
        }
        failed(order.id(), sent, Kind.READ, reply);
    }

    private static ReadResult compare(Order order, String body) {
        try {
            return OrderJson.read(order.id(), body).equals(order) ? ReadResult.MATCHED : ReadResult.DIFFERENT;
        } catch (HoldfastException e) {
            // Not an order at all is different, too; the ledger keeps the body.
            return ReadResult.DIFFERENT;
        }
    }

    private void failed(UUID id, Instant sent, Kind kind, OrderClient.Reply reply) {
        statistics.failed();
        Instant ended = Instant.now();
        ledger.append(
                switch (reply) {
                    case OrderClient.Reply.Answered(int status, String body) ->
                        new LedgerEntry.Failed(
                                id, region.name(), sent, ended, kind, Failure.REJECTED, status + " " + body);
                    case OrderClient.Reply.Unanswered(Failure failure, String detail) ->
                        new LedgerEntry.Failed(id, region.name(), sent, ended, kind, failure, detail);
                });
    }

    private OrderClient nextClient() {
        return clients.get(Math.floorMod(turn.getAndIncrement(), clients.size()));
    }
}
