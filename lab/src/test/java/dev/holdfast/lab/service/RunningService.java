package dev.holdfast.lab.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An instance of the service inside the test, and a client for it. */
public final class RunningService implements AutoCloseable {
    private static final String ADDRESS = "127.43.1.31";

    private final PostgresNode database;
    private final Path configFile;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final OrderService service;
    private final URI entrance;

    public RunningService(PostgresNode database, Path directory) {
        this.database = database;
        configFile = directory.resolve("app.properties");
        configure("primary");
        service = OrderService.start(configFile, new PrintStream(log, true, StandardCharsets.UTF_8));
        entrance = URI.create("http://%s:%d".formatted(ADDRESS, service.port()));
    }

    void configure(String primary) {
        String settings = """
                instance=fastapi-main-test-1
                region=us-east-1
                address=%s
                port=0
                database.writer=%s
                database.reader=%s
                database.name=%s
                database.user=%s
                database.primary=%s
                drain=PT0S
                """.formatted(
                        ADDRESS, database.address(), database.address(), database.database(), database.user(), primary);
        try {
            Files.writeString(configFile, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI entrance() {
        return entrance;
    }

    HttpResponse<String> put(Order order) throws IOException, InterruptedException {
        return put("/orders/" + order.id(), OrderJson.write(order));
    }

    HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return http.send(
                request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build(), text());
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return http.send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build(), text());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), text());
    }

    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        service.close();
        http.close();
    }

    void stop() {
        service.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(entrance.resolve(path));
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }
}
