package dev.holdfast.lab.service;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.server.WebSocketServer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * WebSockets at {@code /ws}: every text message is answered with who the server is and what was said. When the instance stops, clients
 * are told that it goes away (1001); when they are asked to leave, that they shall connect anew (1012).
 */
final class SocketApi {
    static final String PATH = "/ws";
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_MESSAGE = 4096;
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final ServiceSettings settings;
    private final EventLog log;
    private final Server server;
    private final CompletableFuture<Integer> listening = new CompletableFuture<>();

    SocketApi(ServiceSettings settings, EventLog log) {
        this.settings = settings;
        this.log = log;
        server = new Server(settings.sockets());
    }

    /** Begins to listen, in the background. */
    void start() {
        server.start();
    }

    /** Where it listens, once it does. */
    int port() {
        try {
            return listening.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new HoldfastException(
                    ErrorCode.LAB_SERVER_FAILED, "listening for WebSockets on " + settings.sockets() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "starting to listen for WebSockets", e);
        }
    }

    int open() {
        return server.getConnections().size();
    }

    /** Asks every client to connect anew, and says how many there were. */
    int askToLeave() {
        List<WebSocket> clients = List.copyOf(server.getConnections());
        clients.forEach(client -> client.close(CloseFrame.SERVICE_RESTART, "please connect anew"));
        log.event("sockets_asked_to_leave", Map.of("sockets", Integer.toString(clients.size())));
        return clients.size();
    }

    /** Tells every client that the instance goes away, and stops. */
    void stop() {
        try {
            server.stop(Math.toIntExact(FAREWELL.toMillis()), "the instance stops");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer(String message) {
        var text = new StringWriter(128);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("instance", settings.instance());
            json.writeStringProperty("region", settings.region());
            json.writeStringProperty("echo", message);
            json.writeEndObject();
        }
        return text.toString();
    }

    private final class Server extends WebSocketServer {
        Server(HostPort address) {
            super(
                    new InetSocketAddress(address.host(), address.port()),
                    1,
                    List.of(new Draft_6455(List.of(), LONGEST_MESSAGE)));
            setReuseAddr(true);
            setTcpNoDelay(true);
            setDaemon(true);
        }

        @Override
        public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
                WebSocket client, Draft draft, ClientHandshake request) throws InvalidDataException {
            if (!request.getResourceDescriptor().equals(PATH)) {
                throw new InvalidDataException(CloseFrame.POLICY_VALIDATION, "there is only " + PATH);
            }
            return super.onWebsocketHandshakeReceivedAsServer(client, draft, request);
        }

        @Override
        public void onStart() {
            listening.complete(getPort());
        }

        @Override
        public void onOpen(WebSocket client, ClientHandshake request) {
            // It is answered from its first heartbeat on.
        }

        @Override
        public void onMessage(WebSocket client, String message) {
            client.send(answer(message));
        }

        @Override
        public void onClose(WebSocket client, int code, String reason, boolean remote) {
            // Clients come and go.
        }

        @Override
        public void onError(WebSocket client, Exception e) {
            // Without a client it is the server itself that failed.
            if (Optional.ofNullable(client).isEmpty()) {
                listening.completeExceptionally(e);
                log.warning("sockets_failed", Map.of("cause", e.toString()));
            }
        }
    }
}
