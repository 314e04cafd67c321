package dev.holdfast.drivers.pagerduty;

import dev.holdfast.drivers.channel.SecretText;
import dev.holdfast.drivers.channel.Shown;
import dev.holdfast.model.notification.Message;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** The request that opens an alert. */
final class TriggerEvent {
    private static final int LONGEST_SUMMARY = 1024;
    private static final int LONGEST_KEY = 255;
    private static final JsonMapper JSON = new JsonMapper();

    private TriggerEvent() {}

    static String json(Message message, String source, SecretText routingKey) {
        return JSON.writeValueAsString(Map.of(
                "routing_key", routingKey.reveal(),
                "event_action", "trigger",
                "dedup_key", dedupKey(message),
                "payload",
                        Map.of(
                                "summary", Shown.cut(message.subject(), LONGEST_SUMMARY),
                                "source", source,
                                "severity", severity(message.severity()),
                                "custom_details", Map.of("text", message.text()))));
    }

    /** The id of the message, or a digest where PagerDuty would not take one as long. */
    static String dedupKey(Message message) {
        return message.id().length() <= LONGEST_KEY
                ? message.id()
                : UUID.nameUUIDFromBytes(message.id().getBytes(StandardCharsets.UTF_8))
                        .toString();
    }

    private static String severity(Message.Severity severity) {
        return switch (severity) {
            case INFO -> "info";
            case WARNING -> "warning";
            case CRITICAL -> "critical";
        };
    }
}
