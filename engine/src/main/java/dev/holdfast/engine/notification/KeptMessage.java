package dev.holdfast.engine.notification;

import dev.holdfast.model.notification.Message;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A message that was kept, and what became of it: a fold over its events. */
final class KeptMessage {
    private final Message message;
    private final Instant since;
    private final Set<String> wanted = new LinkedHashSet<>();
    private final Map<String, ChannelRecord> channels = new HashMap<>();

    KeptMessage(Message message, Instant since) {
        this.message = message;
        this.since = since;
    }

    Message message() {
        return message;
    }

    Instant since() {
        return since;
    }

    ChannelRecord channel(String name) {
        return Optional.ofNullable(channels.get(name)).orElse(ChannelRecord.UNTOUCHED);
    }

    boolean wants(List<String> asked) {
        return wanted.containsAll(asked);
    }

    /** The channels that still have to take it, in the order in which they were asked for. */
    List<String> pending() {
        return wanted.stream().filter(name -> !channel(name).isSent()).toList();
    }

    /** The channels that took it, also those which stood in for another. */
    List<String> tookIt() {
        return channels.entrySet().stream()
                .filter(channel -> channel.getValue().isSent())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    void apply(OutboxEvent event, Instant at) {
        switch (event) {
            case OutboxEvent.MessageKept again -> wanted.addAll(again.channels());
            case OutboxEvent.MessageAttempted attempted ->
                channels.put(attempted.channel(), channel(attempted.channel()).attempted(attempted.until()));
            case OutboxEvent.MessageSent sent ->
                channels.put(sent.channel(), channel(sent.channel()).sent(sent.receipt()));
            case OutboxEvent.MessageFailed failed ->
                channels.put(failed.channel(), channel(failed.channel()).failed(failed.reason(), at));
        }
    }
}
