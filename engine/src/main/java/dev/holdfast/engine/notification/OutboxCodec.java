package dev.holdfast.engine.notification;

import dev.holdfast.engine.spi.Records.Entry;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Outbox events as JSON. */
final class OutboxCodec {
    private static final Map<String, Class<? extends OutboxEvent>> TYPES = Map.of(
            "message-kept", OutboxEvent.MessageKept.class,
            "message-attempted", OutboxEvent.MessageAttempted.class,
            "message-sent", OutboxEvent.MessageSent.class,
            "message-failed", OutboxEvent.MessageFailed.class);

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private OutboxCodec() {}

    static Entry encode(OutboxEvent event) {
        return new Entry(type(event), JSON.writeValueAsString(event));
    }

    private static String type(OutboxEvent event) {
        return switch (event) {
            case OutboxEvent.MessageKept _ -> "message-kept";
            case OutboxEvent.MessageAttempted _ -> "message-attempted";
            case OutboxEvent.MessageSent _ -> "message-sent";
            case OutboxEvent.MessageFailed _ -> "message-failed";
        };
    }

    /** Empty for a type of a later version, which says nothing to this one. */
    static Optional<OutboxEvent> decode(Entry entry) {
        return Optional.ofNullable(TYPES.get(entry.type())).map(type -> JSON.readValue(entry.body(), type));
    }
}
