package dev.holdfast.app.output;

import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes maps, collections and plain values as JSON. Only the streaming part of Jackson is used: it loads in no time. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** One line of JSON. Keys keep the order of their map; instants are ISO 8601, durations seconds. */
    public static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(generator, value);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, Object value) {
        switch (value) {
            case Map<?, ?> map -> writeMap(generator, map);
            case Collection<?> collection -> {
                generator.writeStartArray();
                collection.forEach(element -> write(generator, element));
                generator.writeEndArray();
            }
            case Boolean flag -> generator.writeBoolean(flag);
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case Duration duration -> generator.writeNumber(duration.toMillis() / 1000.0);
            case Instant instant -> generator.writeString(instant.toString());
            default -> generator.writeString(value.toString());
        }
    }

    private static void writeMap(JsonGenerator generator, Map<?, ?> map) {
        generator.writeStartObject();
        map.forEach((key, value) -> {
            generator.writeName(String.valueOf(key));
            write(generator, value);
        });
        generator.writeEndObject();
    }
}
