package dev.holdfast.lab.judge;

import dev.holdfast.lab.service.Eventually;
import dev.holdfast.lab.service.OrderService;
import dev.holdfast.lab.service.PostgresNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A region of a test: a real HAProxy, set up by the lab's conventions, and an instance of the service behind it. */
final class RegionUnderTest implements AutoCloseable {
    static final int PORT = 8080;
    private static final int RUNTIME_API = 9999;

    private final String name;
    private final String subnet;
    private final Path directory;
    private final PostgresNode database;
    private final OrderService service;
    private final Process balancer;

    RegionUnderTest(String name, int subnet, PostgresNode database, Path parent) {
        this.name = name;
        this.subnet = "127." + subnet + ".0.";
        this.database = database;
        try {
            directory = Files.createDirectories(parent.resolve(name));
            Files.writeString(knobs(), "leave 0\n");
            service = OrderService.start(
                    Files.writeString(directory.resolve("app.properties"), settings()),
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            Path config = Files.writeString(directory.resolve("haproxy.cfg"), balancerConfig());
            balancer = new ProcessBuilder(List.of("/usr/sbin/haproxy", "-db", "-f", config.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("haproxy.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Eventually.holds(name + " takes connections", () -> {
            new Socket(entrance(), PORT).close();
            return true;
        });
    }

    String entrance() {
        return subnet + "20";
    }

    /** As Holdfast does it: every answer tells its client to connect anew, and so do the WebSockets. */
    void askClientsToLeave() {
        control("set map %s leave 1\n".formatted(knobs()));
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(
                    HttpRequest.newBuilder(URI.create("http://%s31:%d/admin/leave".formatted(subnet, service.port())))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The load balancer is gone in the middle of whatever it did. */
    void crash() {
        balancer.destroyForcibly();
        Eventually.holds("the load balancer is gone", () -> !balancer.isAlive());
    }

    private void control(String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(entrance(), RUNTIME_API));
            socket.getOutputStream().write(command.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.isBlank()) {
                throw new IllegalStateException(command + ": " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path knobs() {
        return directory.resolve("knobs.map");
    }

    private String settings() {
        return """
                instance=fastapi-main-%s-1
                region=%s
                address=%s31
                port=0
                database.writer=%s
                database.reader=%s
                database.name=%s
                database.user=%s
                database.primary=primary
                drain=PT0S
                """.formatted(
                name, name, subnet, database.address(), database.address(), database.database(), database.user());
    }

    private String balancerConfig() {
        return """
                global
                    stats socket ipv4@%1$s:9999 level admin
                    nbthread 1
                defaults
                    mode http
                    timeout connect 300ms
                    timeout client 30s
                    timeout server 30s
                    timeout tunnel 1h
                    timeout http-keep-alive 60s
                    retries 3
                    option redispatch 1
                    retry-on conn-failure
                frontend http
                    bind %1$s:8080
                    http-after-response set-header Connection close if { str(leave),map_str_int(%2$s,0) gt 0 } !{ status 101 }
                    use_backend app_ws if { req.hdr(Upgrade) -i websocket }
                    default_backend app
                backend app
                    server one %3$s31:%4$d source %1$s
                backend app_ws
                    server one %3$s31:%5$d source %1$s
                """.formatted(entrance(), knobs(), subnet, service.port(), service.socketPort());
    }

    @Override
    public void close() {
        crash();
        service.close();
    }
}
