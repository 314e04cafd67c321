package dev.holdfast.lab.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WebSockets of an instance, which need no database. */
class SocketServerTest {
    private static final String ADDRESS = "127.124.0.31";

    private final HttpClient http = HttpClient.newHttpClient();
    private final OrderService service;

    SocketServerTest(@TempDir Path directory) throws IOException {
        Path settings =
                Files.writeString(directory.resolve("app.properties"), """
                instance=fastapi-main-use1-1
                region=us-east-1
                address=%s
                port=0
                database.writer=%s:4
                database.reader=%s:5
                database.name=none
                database.user=none
                database.primary=first
                drain=PT0S
                """.formatted(ADDRESS, ADDRESS, ADDRESS));
        service = OrderService.start(
                settings, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        service.close();
        http.close();
    }

    @Test
    void answersEveryHeartbeatWithWhoItIs() throws InterruptedException {
        var listener = new Listener();
        WebSocket socket = connect(listener);

        socket.sendText("tick", true).join();

        assertThat(listener.next())
                .isEqualTo("{\"instance\":\"fastapi-main-use1-1\",\"region\":\"us-east-1\",\"echo\":\"tick\"}");
        assertThat(info()).contains("\"sockets\":1", "\"limit\":512", "\"in_flight\":0", "\"waiting\":");
        socket.abort();
        Eventually.holds("the socket is not counted any more", () -> info().contains("\"sockets\":0"));
    }

    @Test
    void asksClientsToConnectAnew() throws Exception {
        var listener = new Listener();
        connect(listener);

        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(http("/admin/leave"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("{\"sockets_asked_to_leave\":1}");
        assertThat(listener.next()).isEqualTo("closed 1012");
        connect(new Listener()).abort();
    }

    @Test
    void saysThatItGoesAwayWhenItStops() throws InterruptedException {
        var listener = new Listener();
        connect(listener);

        service.close();

        assertThat(listener.next()).isEqualTo("closed 1001");
        assertThatThrownBy(() -> connect(new Listener())).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void thereIsOnlyOnePath() {
        var socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://%s:%d/other".formatted(ADDRESS, service.socketPort())), new Listener());

        assertThatThrownBy(socket::join).hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    private WebSocket connect(Listener listener) {
        URI uri = URI.create("ws://%s:%d/ws".formatted(ADDRESS, service.socketPort()));
        return http.newWebSocketBuilder().buildAsync(uri, listener).join();
    }

    private String info() {
        try {
            return http.send(HttpRequest.newBuilder(http("/info")).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI http(String path) {
        return URI.create("http://%s:%d%s".formatted(ADDRESS, service.port(), path));
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return Optional.ofNullable(heard.poll(30, TimeUnit.SECONDS)).orElseThrow();
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            heard.add(data.toString());
            socket.request(1);
            return CompletableFuture.completedStage(data);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code);
            return CompletableFuture.completedStage(reason);
        }
    }
}
