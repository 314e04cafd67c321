package dev.holdfast.lab.traffic;

import dev.holdfast.lab.traffic.SocketEntry.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that holds a WebSocket, and opens it anew whenever it is lost, by way of DNS. */
final class SocketClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration BEAT = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    /** Several heartbeats, and time for a machine that is busy. */
    private static final Duration LONGEST_SILENCE = Duration.ofMillis(1500);

    private final UUID id = UUID.randomUUID();
    private final String home;
    private final TrafficRegion.Client client;
    private final InetAddress source;
    private final Directions directions;
    private final Ledger<SocketEntry> ledger;
    private final EntranceStatistics statistics;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    SocketClient(
            String home,
            TrafficRegion.Client client,
            Directions directions,
            Ledger<SocketEntry> ledger,
            EntranceStatistics statistics) {
        this.home = home;
        this.client = client;
        this.directions = directions;
        this.ledger = ledger;
        this.statistics = statistics;
        source = OrderClient.literal(client.address());
    }

    void start() {
        Thread.ofVirtual().name("socket-" + client.address()).start(() -> {
            try {
                run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                ended.countDown();
            }
        });
    }

    /** Closes the WebSocket for good. */
    void stop() {
        stopped.countDown();
    }

    boolean idle() {
        return ended.getCount() == 0;
    }

    private void run() throws InterruptedException {
        while (!isStopped()) {
            Instant asked = Instant.now();
            Optional<InetSocketAddress> target = find(asked);
            if (target.isEmpty() || !hold(asked, target.get())) {
                stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private Optional<InetSocketAddress> find(Instant asked) {
        try {
            return Optional.of(directions.forSockets());
        } catch (IOException e) {
            missed(Route.NOWHERE, asked, e);
            return Optional.empty();
        }
    }

    /** Holds a WebSocket until it is lost, or not wanted any more; false when it can't be opened. */
    private boolean hold(Instant asked, InetSocketAddress target) throws InterruptedException {
        String entrance = target.getAddress().getHostAddress();
        Heartbeats heartbeats;
        try {
            heartbeats = Heartbeats.open(source, target, directions.host(), CONNECT);
        } catch (IOException e) {
            missed(entrance, asked, e);
            return false;
        }
        opened(entrance, asked, heartbeats);
        statistics.opened(entrance);
        try {
            beatUntilTheEnd(entrance, heartbeats);
        } finally {
            statistics.closed(entrance);
        }
        return true;
    }

    private void beatUntilTheEnd(String entrance, Heartbeats heartbeats) throws InterruptedException {
        while (!isStopped()) {
            heartbeats.beat();
            Optional<Heartbeats.Closing> closing = heartbeats.awaitEnd(BEAT);
            if (closing.isPresent()) {
                lost(entrance, heartbeats, reason(closing.get()), closing.get().toString());
                return;
            }
            if (Duration.between(heartbeats.lastHeard(), Instant.now()).compareTo(LONGEST_SILENCE) > 0) {
                heartbeats.abandon();
                lost(entrance, heartbeats, Reason.SILENT, "no heartbeat in " + LONGEST_SILENCE);
                return;
            }
        }
        heartbeats.close();
        ledger.append(new SocketEntry.Ended(id, home, route(entrance), Instant.now(), heartbeats.lastHeard()));
        heartbeats.awaitEnd(CONNECT);
    }

    private static Reason reason(Heartbeats.Closing closing) {
        if (closing.asksToLeave()) {
            return Reason.ASKED_TO_LEAVE;
        }
        return closing.broken() ? Reason.BROKEN : Reason.CLOSED;
    }

    private void opened(String entrance, Instant asked, Heartbeats heartbeats) {
        String instance = "";
        String region = "";
        try {
            JsonNode word = JSON.readTree(heartbeats.lastMessage());
            instance = word.path("instance").asString("");
            region = word.path("region").asString("");
        } catch (JacksonException e) {
            // A server that does not say who it is has answered all the same.
        }
        ledger.append(
                new SocketEntry.Opened(id, home, route(entrance), heartbeats.lastHeard(), asked, instance, region));
    }

    private void missed(String entrance, Instant asked, IOException e) {
        ledger.append(new SocketEntry.Missed(id, home, route(entrance), Instant.now(), asked, e.toString()));
    }

    private void lost(String entrance, Heartbeats heartbeats, Reason reason, String detail) {
        ledger.append(
                new SocketEntry.Lost(id, home, route(entrance), Instant.now(), heartbeats.lastHeard(), reason, detail));
    }

    private Route route(String entrance) {
        return new Route(client.address(), client.country(), entrance);
    }
}
