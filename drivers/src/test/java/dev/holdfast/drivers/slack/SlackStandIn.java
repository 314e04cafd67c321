package dev.holdfast.drivers.slack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.holdfast.drivers.channel.HttpStandIn;
import dev.holdfast.drivers.channel.HttpStandIn.Reply;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Answers {@code chat.postMessage} as Slack's documentation says: always 200, and the error in the body. */
final class SlackStandIn implements AutoCloseable {
    static final String TOKEN = "xoxb-hunter2-planted";
    static final String CHANNEL = "#incidents";

    private final List<Map<String, String>> posts = new CopyOnWriteArrayList<>();

    private final HttpStandIn http;

    SlackStandIn() throws IOException {
        http = new HttpStandIn(this::reply);
    }

    /** The server itself, and the trouble it can be in. */
    HttpStandIn http() {
        return http;
    }

    @Override
    public void close() {
        http.close();
    }

    /** What was posted, by the names of the API. */
    List<Map<String, String>> posts() {
        return posts;
    }

    private Reply reply(HttpExchange exchange, String body) {
        if (!exchange.getRequestURI().getPath().equals("/api/chat.postMessage")) {
            return new Reply(200, "{\"ok\":false,\"error\":\"unknown_method\"}");
        }
        String authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (!authorization.equals("Bearer " + TOKEN)) {
            return new Reply(200, "{\"ok\":false,\"error\":\"invalid_auth\"}");
        }
        Map<String, String> form = Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
        if (!CHANNEL.equals(form.get("channel"))) {
            return new Reply(200, "{\"ok\":false,\"error\":\"channel_not_found\"}");
        }
        posts.add(form);
        return new Reply(
                200, "{\"ok\":true,\"channel\":\"C0123\",\"ts\":\"1795461026.000%d00\"}".formatted(posts.size()));
    }
}
