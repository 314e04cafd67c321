package dev.holdfast.engine.spi;

import dev.holdfast.model.notification.Message;
import java.time.Duration;

/** One way to tell people something. */
@FunctionalInterface
public interface Notifier {

    /**
     * Sends once.
     *
     * @return what the other side said when it took the message, such as an id
     * @throws dev.holdfast.model.error.HoldfastException {@code NOTIFICATION_FAILED}; the text holds no secret
     */
    String send(Message message, Duration limit);
}
