package dev.holdfast.drivers.powerdns;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Stands before the API of a PowerDNS, and ends the connection of every change without an answer. */
final class CuttingProxy implements AutoCloseable {
    private final String behind;
    private final boolean handsOn;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    /** @param handsOn whether a change reaches PowerDNS before the connection ends */
    CuttingProxy(String host, PowerdnsProcess behind, boolean handsOn) throws IOException {
        this.behind = behind.api();
        this.handsOn = handsOn;
        this.server = HttpServer.create(new InetSocketAddress(host, 8081), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String api() {
        return "http://%s:8081".formatted(server.getAddress().getHostString());
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean change = exchange.getRequestMethod().equals("PATCH");
        byte[] body = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            if (change && !handsOn) {
                return;
            }
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()))
                            .header("X-API-Key", PowerdnsProcess.KEY)
                            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofByteArray());
            if (!change) {
                exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                exchange.getResponseBody().write(answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }
}
