package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Notifications;
import dev.holdfast.model.notification.Delivery;
import dev.holdfast.model.notification.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends nothing; keeps what would be told. */
final class TwinNotifications implements Notifications {
    private final List<String> channels;
    private final List<Message> told = new CopyOnWriteArrayList<>();

    TwinNotifications(List<String> channels) {
        this.channels = List.copyOf(channels);
    }

    List<Message> told() {
        return List.copyOf(told);
    }

    @Override
    public List<Delivery> tell(Message message, List<String> wanted, Duration limit) {
        told.add(message);
        return wanted.stream().map(this::delivery).toList();
    }

    private Delivery delivery(String channel) {
        return channels.contains(channel)
                ? new Delivery.Sent(channel, "not sent: this is a simulation")
                : new Delivery.Unconfigured(channel);
    }

    @Override
    public List<String> channels() {
        return channels;
    }
}
