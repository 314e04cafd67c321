package dev.holdfast.drivers.haproxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A web server that says its name, and fails when it is asked for {@code /fail}. */
final class NamedWebServer implements AutoCloseable {
    private final HttpServer server;

    NamedWebServer(String name, String host) throws IOException {
        server = HttpServer.create(new InetSocketAddress(host, 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = name.getBytes(UTF_8);
            int status = exchange.getRequestURI().getPath().equals("/fail") ? 500 : 200;
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** Its address, as HAProxy writes it. */
    @Override
    public String toString() {
        return server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
