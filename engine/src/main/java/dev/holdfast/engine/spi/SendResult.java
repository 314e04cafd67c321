package dev.holdfast.engine.spi;

import java.time.Duration;
import java.util.Optional;

/** What became of sending a message once. No text of it holds a secret. */
public sealed interface SendResult {

    /**
     * The other side took it.
     *
     * @param receipt what it said, such as an id
     */
    record Taken(String receipt) implements SendResult {}

    /** The other side does not want it, and would not a moment later: somebody has to correct something first. */
    record Refused(String reason) implements SendResult {}

    /**
     * It could not be handed over now.
     *
     * @param after how long the other side asks to be left alone
     */
    record Unavailable(String reason, Optional<Duration> after) implements SendResult {
        public Unavailable(String reason) {
            this(reason, Optional.empty());
        }
    }
}
