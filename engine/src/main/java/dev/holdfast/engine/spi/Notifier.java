package dev.holdfast.engine.spi;

import dev.holdfast.model.notification.Message;
import java.time.Duration;

/** One way to tell people something. */
@FunctionalInterface
public interface Notifier {

    /**
     * Sends once, and returns within the limit.
     *
     * @throws dev.holdfast.model.error.HoldfastException when nothing was sent because the channel is not set up, such as {@code
     *     SECRET_MISSING}; the text holds no secret
     */
    SendResult send(Message message, Duration limit);
}
