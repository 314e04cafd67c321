package dev.holdfast.engine.spi;

import dev.holdfast.model.notification.Delivery;
import dev.holdfast.model.notification.Message;
import java.time.Duration;
import java.util.List;

/** Tells people. What can't be delivered is kept and tried again later, also by another process. */
public interface Notifications {

    /**
     * Keeps the message, then sends it over each of the channels, and over another one when that fails. Repeatable: a message
     * that a channel took is not sent over it again.
     *
     * @return one for each channel, and one for each that stood in for another
     */
    List<Delivery> tell(Message message, List<String> channels, Duration limit);

    /**
     * What became of a message so far: one for each of the channels, and one for each other channel that took it. Sends nothing.
     *
     * @param message its id
     */
    default List<Delivery> deliveries(String message, List<String> channels) {
        return channels.stream()
                .<Delivery>map(channel -> channels().contains(channel)
                        ? new Delivery.Pending(channel, "not told yet")
                        : new Delivery.Unconfigured(channel))
                .toList();
    }

    /** The channels of the topology. */
    List<String> channels();
}
