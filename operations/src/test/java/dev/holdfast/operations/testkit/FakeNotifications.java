package dev.holdfast.operations.testkit;

import dev.holdfast.engine.spi.Notifications;
import dev.holdfast.model.notification.Delivery;
import dev.holdfast.model.notification.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Channels that take messages, but for those that a test broke. */
public final class FakeNotifications implements Notifications {
    private static final List<String> CHANNELS = List.of("slack", "pagerduty", "email");

    private final Set<String> broken = new TreeSet<>();
    private final List<Message> told = new ArrayList<>();
    private final Map<String, Set<String>> took = new HashMap<>();

    public FakeNotifications breakDown(String channel) {
        broken.add(channel);
        return this;
    }

    public FakeNotifications repair(String channel) {
        broken.remove(channel);
        return this;
    }

    /** Each message that was told, as often as it was. */
    public List<Message> told() {
        return told;
    }

    @Override
    public List<Delivery> tell(Message message, List<String> channels, Duration limit) {
        told.add(message);
        Set<String> takers = took.computeIfAbsent(message.id(), _ -> new TreeSet<>());
        channels.stream()
                .filter(channel -> CHANNELS.contains(channel) && !broken.contains(channel))
                .forEach(takers::add);
        return deliveries(message.id(), channels);
    }

    @Override
    public List<Delivery> deliveries(String message, List<String> channels) {
        Set<String> takers = Optional.ofNullable(took.get(message)).orElse(Set.of());
        return channels.stream().map(channel -> delivery(channel, takers)).toList();
    }

    private static Delivery delivery(String channel, Set<String> takers) {
        if (!CHANNELS.contains(channel)) {
            return new Delivery.Unconfigured(channel);
        }
        return takers.contains(channel)
                ? new Delivery.Sent(channel, "ok")
                : new Delivery.Pending(channel, "connection refused");
    }

    @Override
    public List<String> channels() {
        return CHANNELS;
    }
}
