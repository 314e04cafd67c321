package dev.holdfast.lab.traffic;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ServerHandshake;

/** One WebSocket connection, on which the server answers every heartbeat. */
final class Heartbeats extends WebSocketClient {
    private final CountDownLatch firstHeard = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Instant lastHeard = Instant.now();
    private volatile String lastMessage = "";
    private volatile Optional<Closing> closing = Optional.empty();

    /** Why the connection ended. */
    record Closing(int code, String reason) {
        /** The server goes away, or starts again: the client is welcome to connect anew. */
        boolean asksToLeave() {
            return code == CloseFrame.GOING_AWAY || code == CloseFrame.SERVICE_RESTART;
        }

        boolean broken() {
            return code == CloseFrame.ABNORMAL_CLOSE || code == CloseFrame.NEVER_CONNECTED;
        }
    }

    private Heartbeats(URI server, String host, Duration timeout) {
        super(server, new Draft_6455(), Map.of("Host", host), Math.toIntExact(timeout.toMillis()));
        // The client's own heartbeats tell it whether the server lives.
        setConnectionLostTimeout(0);
        setTcpNoDelay(true);
        setDaemon(true);
    }

    /** Opens a connection and waits for the answer to the first heartbeat. */
    static Heartbeats open(InetAddress source, InetSocketAddress target, String host, Duration timeout)
            throws IOException, InterruptedException {
        String address = target.getAddress().getHostAddress();
        var heartbeats =
                new Heartbeats(URI.create("ws://%s:%d/ws".formatted(address, target.getPort())), host, timeout);
        heartbeats.setSocketFactory(new BoundSockets(source));
        heartbeats.connect();
        if (!heartbeats.firstHeard.await(timeout.toMillis(), TimeUnit.MILLISECONDS) || heartbeats.isLost()) {
            heartbeats.abandon();
            throw new IOException(heartbeats.closing.map(Closing::toString).orElse("no answer in " + timeout));
        }
        return heartbeats;
    }

    void beat() {
        try {
            send(Instant.now().toString());
        } catch (WebsocketNotConnectedException e) {
            // The end of the connection is noticed by itself.
        }
    }

    /** What the server said last. */
    String lastMessage() {
        return lastMessage;
    }

    Instant lastHeard() {
        return lastHeard;
    }

    boolean isLost() {
        return closing.isPresent();
    }

    /** Waits for the connection to end, for this long at most. */
    Optional<Closing> awaitEnd(Duration limit) throws InterruptedException {
        closed.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        return closing;
    }

    /** Ends the connection without waiting for the server's word. */
    void abandon() {
        closeConnection(CloseFrame.ABNORMAL_CLOSE, "abandoned");
        try {
            getSocket().close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
        beat();
    }

    @Override
    public void onMessage(String message) {
        lastHeard = Instant.now();
        lastMessage = message;
        firstHeard.countDown();
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
        closing = Optional.of(new Closing(code, reason));
        closed.countDown();
        firstHeard.countDown();
    }

    @Override
    public void onError(Exception e) {
        // What matters of it arrives as a close.
    }
}
