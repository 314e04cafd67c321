package dev.holdfast.lab.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** A request as it came in. */
record Request(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
    private static final Pattern AND = Pattern.compile("&");
    private static final int LONGEST_BODY = 1 << 20;

    static Request of(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String name : new String[] {"Accept", "Authorization", "Content-Type"}) {
            Optional.ofNullable(exchange.getRequestHeaders().get(name))
                    .ifPresent(values -> headers.put(name, String.join(",", values)));
        }
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query(Optional.ofNullable(exchange.getRequestURI().getRawQuery())),
                headers,
                new String(exchange.getRequestBody().readNBytes(LONGEST_BODY), StandardCharsets.UTF_8));
    }

    private static Map<String, String> query(Optional<String> raw) {
        Map<String, String> query = new HashMap<>();
        AND.splitAsStream(raw.orElse("")).filter(pair -> !pair.isEmpty()).forEach(pair -> {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            query.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        });
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean says(String parameter) {
        String value = query.getOrDefault(parameter, "");
        return value.equals("true") || value.equals("1");
    }

    boolean dryRun() {
        return query.containsKey("dryRun");
    }

    boolean wantsTable() {
        return header("Accept").orElse("").contains("as=Table");
    }

    boolean wantsWholeObjects() {
        return query.getOrDefault("includeObject", "").equals("Object");
    }

    /** The body; an empty object when there is none. */
    ObjectNode object() {
        return body.isBlank() ? Json.object() : Json.object(body);
    }
}
