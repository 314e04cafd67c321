package dev.holdfast.drivers.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that stands in for one on the internet; it can also answer as one that is in trouble. */
public final class HttpStandIn implements AutoCloseable {
    private final Api api;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();

    public HttpStandIn(Api api) throws IOException {
        this.api = api;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** An answer that the real server gives in trouble. */
    @FunctionalInterface
    private interface Trouble {
        void meet(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** An answer. */
    public record Reply(int status, String json) {}

    /** Answers as the documented API does. */
    @FunctionalInterface
    public interface Api {
        Reply reply(HttpExchange exchange, String body);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next request is answered with this. */
    public void next(int status, String body, Map<String, String> headers) {
        troubles.add(exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            send(exchange, new Reply(status, body));
        });
    }

    /** The next request is never answered. */
    public void nextHangs() {
        troubles.add(_ -> closing.await());
    }

    /** The connection of the next request ends before the answer. */
    public void nextIsCutOff() {
        troubles.add(HttpExchange::close);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Optional<Trouble> trouble = Optional.ofNullable(troubles.poll());
        if (trouble.isEmpty()) {
            send(exchange, api.reply(exchange, body));
            return;
        }
        try {
            trouble.get().meet(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.json().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.close();
    }
}
