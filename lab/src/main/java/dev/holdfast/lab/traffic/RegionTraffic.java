package dev.holdfast.lab.traffic;

import dev.holdfast.lab.service.Order;
import dev.holdfast.lab.service.OrderJson;
import dev.holdfast.lab.traffic.LedgerEntry.Failure;
import dev.holdfast.lab.traffic.LedgerEntry.Kind;
import dev.holdfast.lab.traffic.LedgerEntry.ReadResult;
import dev.holdfast.lab.traffic.OrderClient.Reply;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * The open-loop clients of one region: a request is sent when it is due, whatever became of the ones before it. Clients that wait for
 * answers would send less while the service is slow, and so hide it.
 */
final class RegionTraffic {
    /** Several times what is in flight when every request runs into its time-out at the usual rates. */
    private static final int MOST_IN_FLIGHT = 500;

    private static final List<String> ITEMS = List.of("anvil", "lantern", "rope", "sextant", "tarpaulin");
    private static final Route NOT_SENT = new Route("", "", Route.NOWHERE);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;

    private final TrafficRegion region;
    private final Ledger<LedgerEntry> ledger;
    private final Ledger<SocketEntry> socketLedger;
    private final RecentOrders recent;
    private final RegionStatistics statistics;
    private final EntranceStatistics entrances;
    private final List<Sender> senders;
    private final List<SocketClient> sockets;
    private final AtomicLong writers = new AtomicLong();
    private final AtomicLong readers = new AtomicLong();
    private volatile boolean stopped;

    /** A client, and how it sends. */
    private record Sender(TrafficRegion.Client client, Directions directions, OrderClient connections) {
        Route route(String entrance) {
            return new Route(client.address(), client.country(), entrance);
        }
    }

    RegionTraffic(TrafficRegion region, TrafficOptions options, RecentOrders recent, EntranceStatistics entrances) {
        this.region = region;
        this.recent = recent;
        this.entrances = entrances;
        statistics = new RegionStatistics(region.name());
        ledger = Ledger.open(LedgerFile.requests(options.ledgerDirectory(), region.name()));
        socketLedger = Ledger.open(LedgerFile.sockets(options.ledgerDirectory(), region.name()));
        senders = IntStream.range(0, region.clients().size())
                .mapToObj(turn -> sender(region.clients().get(turn), turn, options.timeout()))
                .toList();
        sockets = options.rates().sockets() ? senders.stream().map(this::socket).toList() : List.of();
    }

    private Sender sender(TrafficRegion.Client client, int turn, Duration timeout) {
        Directions directions = Directions.to(region.entrance(), client.address(), turn);
        return new Sender(client, directions, new OrderClient(client.address(), directions, timeout));
    }

    private SocketClient socket(Sender sender) {
        return new SocketClient(region.name(), sender.client(), sender.directions(), socketLedger, entrances);
    }

    void start(TrafficOptions.Rates rates) {
        pace("writes-" + region.name(), rates.writes(), Kind.WRITE, this::write);
        pace("reads-" + region.name(), rates.reads(), Kind.READ, this::read);
        sockets.forEach(SocketClient::start);
    }

    /** No request is sent any more; those on their way are still answered or given up. WebSockets are closed. */
    void stop() {
        stopped = true;
        sockets.forEach(SocketClient::stop);
    }

    RegionStatistics statistics() {
        return statistics;
    }

    boolean idle() {
        return statistics.inFlight().get() == 0 && sockets.stream().allMatch(SocketClient::idle);
    }

    void close() {
        senders.forEach(sender -> sender.connections().close());
        ledger.close();
        socketLedger.close();
    }

    void flush() {
        ledger.flush();
        socketLedger.flush();
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
                    UUID.randomUUID(),
                    region.name(),
                    NOT_SENT,
                    now,
                    now,
                    kind,
                    Failure.NOT_SENT,
                    "too many in flight"));
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
        Sender sender = next(writers);
        var random = ThreadLocalRandom.current();
        Instant sent = Instant.now();
        var order = new Order(
                UUID.randomUUID(),
                region.name(),
                sender.client().address(),
                sent,
                ITEMS.get(random.nextInt(ITEMS.size())),
                1 + random.nextInt(9));
        OrderClient.Attempt attempt = sender.connections().put(order);
        entrances.requested(attempt.entrance());
        Route route = sender.route(attempt.entrance());
        if (attempt.reply() instanceof Reply.Answered(int status, String _) && (status == CREATED || status == OK)) {
            ledger.append(new LedgerEntry.Acknowledged(
                    order.id(), region.name(), route, sent, Instant.now(), OrderDigest.of(order)));
            recent.add(order);
            statistics.acknowledged(due);
            return;
        }
        failed(order.id(), route, sent, Kind.WRITE, attempt.reply());
    }

    private void read(long due) {
        recent.pick().ifPresent(order -> read(due, order));
    }

    private void read(long due, Order order) {
        Sender sender = next(readers);
        Instant sent = Instant.now();
        OrderClient.Attempt attempt = sender.connections().get(order.id());
        entrances.requested(attempt.entrance());
        Route route = sender.route(attempt.entrance());
        if (attempt.reply() instanceof Reply.Answered(int status, String body)
                && (status == OK || status == NOT_FOUND)) {
            ReadResult result = status == NOT_FOUND ? ReadResult.MISSING : compare(order, body);
            boolean matched = result == ReadResult.MATCHED;
            ledger.append(new LedgerEntry.Read(
                    order.id(), region.name(), route, sent, Instant.now(), result, matched ? "" : body));
            statistics.read(due, matched);
            return;
        }
        failed(order.id(), route, sent, Kind.READ, attempt.reply());
    }

    private static ReadResult compare(Order order, String body) {
        try {
            return OrderJson.read(order.id(), body).equals(order) ? ReadResult.MATCHED : ReadResult.DIFFERENT;
        } catch (HoldfastException e) {
            // Not an order at all is different, too; the ledger keeps the body.
            return ReadResult.DIFFERENT;
        }
    }

    private void failed(UUID id, Route route, Instant sent, Kind kind, Reply reply) {
        statistics.failed();
        Instant ended = Instant.now();
        ledger.append(
                switch (reply) {
                    case Reply.Answered(int status, String body) ->
                        new LedgerEntry.Failed(
                                id, region.name(), route, sent, ended, kind, Failure.REJECTED, status + " " + body);
                    case Reply.Unanswered(Failure failure, String detail) ->
                        new LedgerEntry.Failed(id, region.name(), route, sent, ended, kind, failure, detail);
                });
    }

    private Sender next(AtomicLong turn) {
        return senders.get(Math.floorMod(turn.getAndIncrement(), senders.size()));
    }
}
