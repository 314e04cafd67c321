package dev.holdfast.lab.kubernetes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Objects as the API shows them. */
final class Json {
    private Json() {}

    static ObjectNode object() {
        return JsonMapper.shared().createObjectNode();
    }

    /** A text that is an object; any other is the client's mistake. */
    static ObjectNode object(String text) {
        try {
            if (JsonMapper.shared().readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw ApiFailure.badRequest("the body is no JSON: " + e.getOriginalMessage());
        }
        throw ApiFailure.badRequest("the body is no object");
    }

    /** A text of this program with texts filled in, each of which becomes a JSON string. */
    static ObjectNode template(String text, Object... values) {
        Object[] quoted = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            quoted[i] = values[i] instanceof String word ? JsonMapper.shared().writeValueAsString(word) : values[i];
        }
        return object(text.formatted(quoted));
    }

    static String text(JsonNode from, String... path) {
        return at(from, path).asString("");
    }

    static int number(JsonNode from, String... path) {
        return at(from, path).asInt(0);
    }

    static JsonNode at(JsonNode from, String... path) {
        JsonNode node = from;
        for (String step : path) {
            node = node.path(step);
        }
        return node;
    }

    /** The texts of an object, such as labels. */
    static Map<String, String> texts(JsonNode from, String... path) {
        Map<String, String> texts = new TreeMap<>();
        at(from, path)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
        return texts;
    }

    /** A moment as the API writes it. */
    static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
