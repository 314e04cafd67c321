package dev.holdfast.engine.notification;

import dev.holdfast.engine.spi.SendResult;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Delivery;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.topology.ChannelSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a kept message to a channel, and to the one that stands in for it when that fails.
 *
 * <p>An attempt is claimed before it is made and written down after it. A process that dies in between leaves it open whether
 * people were told; then they are told again, since to be told twice is better than not at all.
 */
final class Courier {
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** How often to look whether somebody else has sent it. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Channels channels;
    private final OutboxLog log;

    Courier(Channels channels, OutboxLog log) {
        this.channels = channels;
        this.log = log;
    }

    /** Tries until the channel took it, or the limit is over; whoever stands in gets the second half of the time. */
    List<Delivery> persist(Message message, String channel, Duration limit) throws InterruptedException {
        Patience patience = Patience.of(limit);
        List<Delivery> deliveries = new ArrayList<>();
        Set<String> tried = new HashSet<>();
        Optional<ChannelSpec> next = channels.find(channel);
        while (next.isPresent() && tried.add(next.get().name())) {
            ChannelSpec spec = next.get();
            next = spec.otherwise().filter(name -> !tried.contains(name)).flatMap(channels::find);
            Delivery delivery = repeat(message, spec, next.isPresent() ? patience.half() : patience);
            deliveries.add(delivery);
            if (delivery instanceof Delivery.Sent) {
                return deliveries;
            }
        }
        return deliveries.isEmpty() ? List.of(new Delivery.Unconfigured(channel)) : deliveries;
    }

    /** At least one attempt. */
    private Delivery repeat(Message message, ChannelSpec spec, Patience patience) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            Attempt attempt = attempt(message, spec, patience.left());
            switch (attempt) {
                case Attempt.Sent(String receipt) -> {
                    return new Delivery.Sent(spec.name(), receipt);
                }
                case Attempt.Refused(String reason) -> {
                    return new Delivery.Pending(spec.name(), reason);
                }
                case Attempt.Unavailable(String reason, Optional<Duration> after) -> {
                    Duration wait = after.filter(asked -> asked.compareTo(FIRST_PAUSE) > 0)
                            .orElse(pause);
                    if (wait.compareTo(patience.left()) >= 0) {
                        return new Delivery.Pending(spec.name(), reason);
                    }
                    Tempo.current().sleep(wait);
                    pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
                }
                case Attempt.Busy _ -> {
                    if (patience.isOver()) {
                        return new Delivery.Pending(spec.name(), "somebody else may be sending it at this moment");
                    }
                    Tempo.current().sleep(LOOK);
                }
            }
        }
    }

    /** One attempt over the channel, and when that fails one over each that stands in, until one took it. */
    Attempt once(Message message, String channel, Duration limit) {
        Set<String> tried = new HashSet<>();
        Optional<ChannelSpec> next = channels.find(channel);
        Attempt first = new Attempt.Refused("the topology has no such channel any more");
        while (next.isPresent() && tried.add(next.get().name())) {
            Attempt attempt = attempt(message, next.get(), limit);
            first = tried.size() == 1 ? attempt : first;
            if (attempt instanceof Attempt.Sent || attempt instanceof Attempt.Busy) {
                break;
            }
            next = next.get().otherwise().flatMap(channels::find);
        }
        return first;
    }

    private Attempt attempt(Message message, ChannelSpec spec, Duration left) {
        Duration limit = shorter(left, LONGEST_ATTEMPT);
        return switch (log.claim(message.id(), spec.name(), limit)) {
            case OutboxLog.Claim.Done(String receipt) -> new Attempt.Sent(receipt);
            case OutboxLog.Claim.Busy _ -> new Attempt.Busy();
            case OutboxLog.Claim.Granted _ -> send(message, spec, limit);
        };
    }

    private Attempt send(Message message, ChannelSpec spec, Duration limit) {
        return switch (handOver(message, spec, limit)) {
            case SendResult.Taken(String receipt) -> {
                log.sent(message.id(), spec.name(), receipt);
                yield new Attempt.Sent(receipt);
            }
            case SendResult.Refused(String reason) -> {
                log.failed(message.id(), spec.name(), reason);
                yield new Attempt.Refused(reason);
            }
            case SendResult.Unavailable(String reason, Optional<Duration> after) -> {
                log.failed(message.id(), spec.name(), reason);
                yield new Attempt.Unavailable(reason, after);
            }
        };
    }

    private SendResult handOver(Message message, ChannelSpec spec, Duration limit) {
        try {
            return channels.notifier(spec).send(message, limit);
        } catch (HoldfastException e) {
            return new SendResult.Refused("%s: %s".formatted(e.code().id(), e.attempted()));
        } catch (RuntimeException defect) {
            // Its text is not shown: nobody knows what a driver, or a library of one, puts into it.
            return new SendResult.Refused("a defect in the driver '%s': %s"
                    .formatted(spec.driver(), defect.getClass().getName()));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** What came of one attempt. */
    sealed interface Attempt {
        record Sent(String receipt) implements Attempt {}

        record Refused(String reason) implements Attempt {}

        record Unavailable(String reason, Optional<Duration> after) implements Attempt {}

        /** Somebody else may be sending it. */
        record Busy() implements Attempt {}
    }
}
