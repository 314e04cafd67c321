package dev.holdfast.drivers.powerdns;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** What answers at a region's address when PowerDNS looks whether it lives. */
final class Entrance implements AutoCloseable {
    private final String host;
    private final HttpServer server;

    Entrance(String host) throws IOException {
        this.host = host;
        this.server = HttpServer.create(new InetSocketAddress(host, 8080), 0);
        server.createContext("/health/live", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String host() {
        return host;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
