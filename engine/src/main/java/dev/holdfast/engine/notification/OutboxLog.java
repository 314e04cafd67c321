package dev.holdfast.engine.notification;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.engine.spi.Records.Kept;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The messages as they are recorded. Each entry is appended at the version that was looked at, so that of several processes only
 * one claims an attempt. What was read once is not read again.
 */
final class OutboxLog {
    private static final String STREAM = "outbox";
    /** A process that is slow to write down what came of an attempt is not yet dead. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Records records;
    private final Map<String, KeptMessage> messages = new LinkedHashMap<>();
    private long version;

    OutboxLog(Records records) {
        this.records = records;
    }

    /** Whether one may try to send now. */
    sealed interface Claim {
        record Granted() implements Claim {}

        /** There is nothing to do: the other side took it before. */
        record Done(String receipt) implements Claim {}

        /** Somebody else may be sending it. */
        record Busy(Duration left) implements Claim {}
    }

    /** Makes a message durable, unless it is. */
    synchronized void keep(Message message, List<String> channels) {
        do {
            catchUp();
        } while (!isKept(message.id(), channels) && !append(new OutboxEvent.MessageKept(message, channels), now()));
    }

    private boolean isKept(String message, List<String> channels) {
        return find(message).filter(kept -> kept.wants(channels)).isPresent();
    }

    /**
     * Claims an attempt.
     *
     * @param limit how long it takes at the longest
     */
    synchronized Claim claim(String message, String channel, Duration limit) {
        while (true) {
            catchUp();
            Instant now = now();
            Optional<Claim> obstacle = obstacle(channel(message, channel), now);
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
            Instant until = now.plus(limit).plus(GRACE);
            if (append(new OutboxEvent.MessageAttempted(message, channel, until), now)) {
                return new Claim.Granted();
            }
        }
    }

    private static Optional<Claim> obstacle(ChannelRecord known, Instant now) {
        if (known.receipt().isPresent()) {
            return known.receipt().map(Claim.Done::new);
        }
        return known.claimedUntil()
                .filter(until -> until.isAfter(now))
                .map(until -> new Claim.Busy(Duration.between(now, until)));
    }

    synchronized void sent(String message, String channel, String receipt) {
        record(new OutboxEvent.MessageSent(message, channel, receipt));
    }

    synchronized void failed(String message, String channel, String reason) {
        record(new OutboxEvent.MessageFailed(message, channel, reason));
    }

    /** What was recorded of a message on a channel. */
    synchronized ChannelRecord channel(String message, String channel) {
        return find(message).map(kept -> kept.channel(channel)).orElse(ChannelRecord.UNTOUCHED);
    }

    /** The channels that took a message. */
    synchronized List<String> tookIt(String message) {
        catchUp();
        return find(message).map(KeptMessage::tookIt).orElse(List.of());
    }

    /** Whether a message is durable. */
    synchronized boolean isKept(String message) {
        catchUp();
        return find(message).isPresent();
    }

    /** What waits, the oldest message first. */
    synchronized List<WaitingMessage> waiting() {
        catchUp();
        return messages.values().stream()
                .flatMap(kept -> kept.pending().stream().map(channel -> waiting(kept, channel)))
                .toList();
    }

    private static WaitingMessage waiting(KeptMessage kept, String channel) {
        ChannelRecord known = kept.channel(channel);
        String reason = known.failure().orElse("not tried yet");
        return new WaitingMessage(kept.message(), channel, kept.since(), known.attempts(), reason, known.due());
    }

    private Optional<KeptMessage> find(String message) {
        return Optional.ofNullable(messages.get(message));
    }

    private void record(OutboxEvent event) {
        do {
            catchUp();
        } while (!append(event, now()));
    }

    /** Returns false when somebody else wrote since the last look: then it has to be decided anew. */
    private boolean append(OutboxEvent event, Instant at) {
        return switch (records.append(STREAM, version, at, List.of(OutboxCodec.encode(event)))) {
            case AppendResult.Appended _ -> true;
            case AppendResult.Conflict _ -> false;
            case AppendResult.Unknown unknown ->
                throw new HoldfastException(
                        ErrorCode.JOURNAL_UNWRITABLE,
                        "writing down message %s: %s".formatted(event.message(), unknown.reason()));
        };
    }

    private static Instant now() {
        return Tempo.current().clock().instant();
    }

    private void catchUp() {
        for (Kept kept : records.read(STREAM, version)) {
            OutboxCodec.decode(kept.entry()).ifPresent(event -> apply(event, kept.at()));
            version = kept.index();
        }
    }

    private void apply(OutboxEvent event, Instant at) {
        if (event instanceof OutboxEvent.MessageKept first) {
            messages.computeIfAbsent(first.message(), _ -> new KeptMessage(first.content(), at));
        }
        find(event.message()).ifPresent(message -> message.apply(event, at));
    }
}
