package dev.holdfast.drivers.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An instance that keeps the service's contract, until a test says which request it answers otherwise. */
public final class FakeService implements AutoCloseable {
    private final String name;
    private final Path settingsFile;
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Answer> otherwise = new ConcurrentHashMap<>();
    private final Map<String, UnaryOperator<String>> changes = new ConcurrentHashMap<>();
    private final Map<String, String> orders = new ConcurrentHashMap<>();
    private volatile String incarnation = "first";
    private volatile Map<String, String> settings;

    public FakeService(String name, HostPort address, Path settingsFile) {
        this.name = name;
        this.settingsFile = settingsFile;
        this.settings = read(settingsFile);
        try {
            this.server = HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it listens; another port than asked for when that was 0. */
    public HostPort address() {
        return new HostPort(
                server.getAddress().getHostString(), server.getAddress().getPort());
    }

    /** Answers a request, such as {@code GET /info}, in another way from now on; orders are {@code PUT /orders}. */
    public void answer(String request, Answer answer) {
        otherwise.put(request, answer);
    }

    public void answer(String request, int status, String body) {
        answer(request, exchange -> send(exchange, status, body));
    }

    /** Takes a request, and never answers it. */
    public void hang(String request) {
        answer(request, exchange -> awaitClose());
    }

    /** Changes the body of what it would answer. */
    public void change(String request, UnaryOperator<String> change) {
        changes.put(request, change);
    }

    public void incarnation(String now) {
        incarnation = now;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String kind = path.startsWith("/orders/") ? "/orders" : path;
        String request = exchange.getRequestMethod() + " " + kind;
        Answer usual = switch (request) {
            case "GET /info" -> this::info;
            case "GET /health/ready" -> one -> send(one, 200, "{\"status\":\"ready\"}");
            case "POST /admin/reload" -> this::reload;
            case "PUT /orders" -> this::put;
            case "GET /orders" -> this::get;
            default -> one -> send(one, 404, "{}");
        };
        try (exchange) {
            otherwise.getOrDefault(request, usual).to(exchange);
        }
    }

    public void info(HttpExchange exchange) throws IOException {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("instance", name).put("incarnation", incarnation);
        settings.forEach(json.putObject("settings")::put);
        send(exchange, 200, json.toString());
    }

    private void reload(HttpExchange exchange) throws IOException {
        settings = read(settingsFile);
        send(exchange, 200, "{}");
    }

    private void put(HttpExchange exchange) throws IOException {
        String id = id(exchange);
        ObjectNode order = (ObjectNode)
                JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
        boolean isNew = orders.put(id, order.put("id", id).toString()) == null;
        send(exchange, isNew ? 201 : 200, changed("PUT /orders", order.toString()));
    }

    private void get(HttpExchange exchange) throws IOException {
        String order = orders.getOrDefault(id(exchange), "");
        send(exchange, order.isEmpty() ? 404 : 200, changed("GET /orders", order));
    }

    private String changed(String request, String body) {
        return changes.getOrDefault(request, UnaryOperator.identity()).apply(body);
    }

    private static String id(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().substring("/orders/".length());
    }

    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.contains("=") && !line.startsWith("#"))
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    /** Answers a request. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }
}
