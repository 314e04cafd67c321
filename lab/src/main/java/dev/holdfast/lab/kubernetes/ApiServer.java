package dev.holdfast.lab.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.holdfast.lab.server.KubernetesAccess;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP side of the stand-in: over TLS, with a token in every request that is about objects. */
final class ApiServer implements AutoCloseable {
    private static final List<String> HEALTH = List.of("/healthz", "/livez", "/readyz");

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ObjectStore store;
    private final Api api;
    private final KubernetesAccess access;
    private final Clock clock;

    private ApiServer(HttpsServer server, ObjectStore store, Api api, KubernetesAccess access, Clock clock) {
        this.server = server;
        this.store = store;
        this.api = api;
        this.access = access;
        this.clock = clock;
    }

    static ApiServer start(HostPort address, ObjectStore store, Api api, KubernetesAccess access, Clock clock) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(address.host(), address.port()), 128);
            server.setHttpsConfigurator(new HttpsConfigurator(access.tls().serverContext()));
            ApiServer started = new ApiServer(server, store, api, access, clock);
            server.setExecutor(started.threads);
            server.createContext("/", started::serve);
            server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("listening on " + address, e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange, Request.of(exchange));
            } catch (ApiFailure failure) {
                send(exchange, failure.code(), failure.status());
            } catch (IllegalStateException | IllegalArgumentException | ClassCastException defect) {
                ApiFailure failure = ApiFailure.internal(defect);
                send(exchange, failure.code(), failure.status());
            }
        }
    }

    private void answer(HttpExchange exchange, Request request) throws IOException {
        if (HEALTH.contains(request.path())) {
            send(exchange, 200, "text/plain", "ok");
            return;
        }
        Account account = Account.of(request.header("Authorization"), access);
        Optional<ObjectNode> said = Discovery.at(request.path());
        if (said.isPresent()) {
            send(exchange, 200, said.get());
            return;
        }
        Target target = Target.of(request.path()).orElseThrow(ApiFailure::noSuchPath);
        String verb = Api.verb(request, target);
        account.require(verb, target);
        if (verb.equals("watch")) {
            watch(exchange, request, target);
        } else {
            send(exchange, 200, api.answer(request, target, verb));
        }
    }

    private void watch(HttpExchange exchange, Request request, Target target) throws IOException {
        Watching watching = new Watching(store, clock, request, target);
        Watching.Beginning beginning = watching.begin();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.flush();
            watching.tell(beginning, out);
        }
    }

    private static void send(HttpExchange exchange, int code, ObjectNode object) throws IOException {
        send(exchange, code, "application/json", object.toString());
    }

    private static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
