package dev.holdfast.lab.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What went to a region after a moment: stale DNS answers, kept connections, WebSockets.
 *
 * @param requests sent to its entrance since, failed ones included
 * @param failed those of them that came to nothing
 * @param lastRequest when the last of them was sent
 * @param sockets WebSockets on which something was heard there since
 * @param lastSocket when a WebSocket was heard there last, or tried in vain
 */
public record Tail(
        String region,
        Instant since,
        long requests,
        long failed,
        Optional<Instant> lastRequest,
        long sockets,
        Optional<Instant> lastSocket) {

    /** Nobody went there any more. */
    public boolean none() {
        return last().isEmpty();
    }

    /** When a client was there last. */
    public Optional<Instant> last() {
        return Stream.of(lastRequest, lastSocket).flatMap(Optional::stream).max(Instant::compareTo);
    }

    /** How long clients went on going there. */
    public Duration length() {
        return last().map(end -> Duration.between(since, end)).orElse(Duration.ZERO);
    }
}
