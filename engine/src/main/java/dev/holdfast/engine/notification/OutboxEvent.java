package dev.holdfast.engine.notification;

import dev.holdfast.model.notification.Message;
import java.time.Instant;
import java.util.List;

/** What is recorded of the messages. The names of kinds and fields never change. */
sealed interface OutboxEvent {

    /** The id of the message. */
    String message();

    /**
     * From now on the message is not forgotten.
     *
     * @param channels over which people shall be told
     */
    record MessageKept(Message content, List<String> channels) implements OutboxEvent {
        public MessageKept {
            channels = List.copyOf(channels);
        }

        @Override
        public String message() {
            return content.id();
        }
    }

    /**
     * A process is about to send; nobody else does until it told what came of it, or {@code until} has passed.
     *
     * @param until when a process that told nothing must have died
     */
    record MessageAttempted(String message, String channel, Instant until) implements OutboxEvent {}

    /** The other side took it. */
    record MessageSent(String message, String channel, String receipt) implements OutboxEvent {}

    /** It was not taken this time. */
    record MessageFailed(String message, String channel, String reason) implements OutboxEvent {}
}
