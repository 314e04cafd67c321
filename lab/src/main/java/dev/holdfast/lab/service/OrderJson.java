package dev.holdfast.lab.service;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Orders as JSON. Streaming, because data binding would double the start-up time of an instance. */
public final class OrderJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_TEXT = 200;

    private OrderJson() {}

    /** Reads the id of an order, as it stands in a path. */
    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new HoldfastException(
                    ErrorCode.PARAMETER_INVALID, "reading an order: '" + text + "' is not a UUID", e);
        }
    }

    public static String write(Order order) {
        var text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("id", order.id().toString());
            json.writeStringProperty("region", order.region());
            json.writeStringProperty("client", order.client());
            json.writeStringProperty("client_time", order.clientTime().toString());
            json.writeStringProperty("item", order.item());
            json.writeNumberProperty("quantity", order.quantity());
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Reads the order of this id; an {@code id} in the body must be the same one. Every problem is reported at once. */
    public static Order read(UUID id, String body) {
        Map<String, String> fields = fields(body);
        var problems = new ArrayList<String>();
        String region = text(fields, "region", problems);
        String client = text(fields, "client", problems);
        String item = text(fields, "item", problems);
        Instant clientTime = instant(text(fields, "client_time", problems), problems);
        int quantity = positive(text(fields, "quantity", problems), problems);
        if (!id.toString().equals(fields.getOrDefault("id", id.toString()))) {
            problems.add("id differs from the one in the path");
        }
        if (!problems.isEmpty()) {
            throw malformed(String.join("; ", problems));
        }
        return new Order(id, region, client, clientTime, item, quantity);
    }

    private static Map<String, String> fields(String body) {
        var fields = new HashMap<String, String>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("the body is not a JSON object");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                Optional.ofNullable(json.getValueAsString()).ifPresent(value -> fields.put(name, value));
                json.skipChildren();
            }
        } catch (JacksonException e) {
            throw new HoldfastException(
                    ErrorCode.PARAMETER_INVALID,
                    "reading an order: the body is not JSON: " + e.getOriginalMessage(),
                    e);
        }
        return fields;
    }

    private static String text(Map<String, String> fields, String name, List<String> problems) {
        String value = fields.getOrDefault(name, "");
        if (value.isBlank()) {
            problems.add(name + " is missing");
        }
        if (value.length() > LONGEST_TEXT) {
            problems.add(name + " is longer than " + LONGEST_TEXT + " characters");
        }
        return value;
    }

    private static Instant instant(String text, List<String> problems) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            problems.add("client_time is not an instant such as 2026-11-23T03:00:00.123456Z");
            return Instant.EPOCH;
        }
    }

    private static int positive(String text, List<String> problems) {
        try {
            int value = Integer.parseInt(text);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number that is too small.
        }
        problems.add("quantity is not a positive whole number");
        return 0;
    }

    private static HoldfastException malformed(String what) {
        return new HoldfastException(ErrorCode.PARAMETER_INVALID, "reading an order: " + what);
    }
}
