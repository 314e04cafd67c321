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

    /** The channels of the topology. */
    List<String> channels();
}
