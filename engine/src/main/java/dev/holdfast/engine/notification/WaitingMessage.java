package dev.holdfast.engine.notification;

import dev.holdfast.model.notification.Message;
import java.time.Instant;

/**
 * A message that a channel has not taken yet.
 *
 * @param since when it was kept
 * @param attempts how often it was tried
 * @param reason why the last attempt failed
 * @param due when it is tried again without being asked
 */
public record WaitingMessage(
        Message message, String channel, Instant since, int attempts, String reason, Instant due) {}
