package dev.holdfast.engine.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was recorded of one message on one channel.
 *
 * @param attempts how often it was tried
 * @param receipt what the other side said when it took it
 * @param failure why the last attempt failed
 * @param failedAt when
 * @param claimedUntil until when somebody may be sending it
 */
record ChannelRecord(
        int attempts,
        Optional<String> receipt,
        Optional<String> failure,
        Optional<Instant> failedAt,
        Optional<Instant> claimedUntil) {
    static final ChannelRecord UNTOUCHED =
            new ChannelRecord(0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int DOUBLINGS = 6;

    ChannelRecord attempted(Instant until) {
        return new ChannelRecord(attempts + 1, receipt, failure, failedAt, Optional.of(until));
    }

    ChannelRecord sent(String said) {
        return new ChannelRecord(attempts, Optional.of(said), failure, failedAt, Optional.empty());
    }

    ChannelRecord failed(String reason, Instant at) {
        return new ChannelRecord(attempts, receipt, Optional.of(reason), Optional.of(at), Optional.empty());
    }

    boolean isSent() {
        return receipt.isPresent();
    }

    /** When it is time to try again without being asked: the pause doubles with each attempt. */
    Instant due() {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(Math.max(0, attempts - 1), DOUBLINGS));
        Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return failedAt.map(at -> at.plus(pause)).orElse(Instant.EPOCH);
    }
}
