package dev.holdfast.engine.notification;

import dev.holdfast.engine.spi.Notifications;
import dev.holdfast.engine.spi.Notifier;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Delivery;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.topology.ChannelSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Messages that are kept before they are sent, and until every channel that was asked for took them.
 *
 * <p>Any process may go on with what another one left: whoever wants to try claims the attempt first. Nothing is ever given up.
 */
public final class Outbox implements Notifications {
    /** At the longest for the records of an attempt that used up its limit. */
    private static final Duration TO_WRITE_DOWN = Duration.ofSeconds(2);

    private final Channels channels;
    private final OutboxLog log;
    private final Courier courier;

    /**
     * An outbox.
     *
     * @param bind makes a channel ready; called when something is first sent over it
     */
    public Outbox(Records records, List<ChannelSpec> specs, Function<ChannelSpec, Notifier> bind) {
        channels = new Channels(specs, bind);
        log = new OutboxLog(records);
        courier = new Courier(channels, log);
    }

    /** {@inheritDoc} All channels are tried at the same time. */
    @Override
    public List<Delivery> tell(Message message, List<String> over, Duration limit) {
        List<String> asked = over.stream().distinct().toList();
        List<String> known = asked.stream().filter(channels.names()::contains).toList();
        log.keep(message, known);
        Map<String, Callable<List<Delivery>>> work = new LinkedHashMap<>();
        known.forEach(channel -> work.put(channel, () -> courier.persist(message, channel, limit)));
        atOnce(work, limit);
        return deliveries(message.id(), asked);
    }

    @Override
    public List<Delivery> deliveries(String message, List<String> over) {
        List<String> took = log.tookIt(message);
        LinkedHashSet<String> all = new LinkedHashSet<>(over);
        all.addAll(took);
        return all.stream().map(channel -> delivery(message, channel)).toList();
    }

    private Delivery delivery(String message, String channel) {
        ChannelRecord known = log.channel(message, channel);
        if (known.receipt().isPresent()) {
            return new Delivery.Sent(channel, known.receipt().get());
        }
        if (!channels.names().contains(channel)) {
            return new Delivery.Unconfigured(channel);
        }
        return new Delivery.Pending(channel, known.failure().orElse("no attempt has ended yet"));
    }

    @Override
    public List<String> channels() {
        return channels.names();
    }

    /** Whether a message is durable. */
    public boolean isKept(String message) {
        return log.isKept(message);
    }

    /** What waits, the oldest message first; one for each message and channel. */
    public List<WaitingMessage> waiting() {
        return log.waiting();
    }

    /**
     * Tries what waits and was left alone for long enough; for whoever comes by anyway. It never throws because something can't be
     * sent.
     *
     * @return how many were sent
     */
    public int sendPending(Duration limit) {
        Instant now = Tempo.current().clock().instant();
        return send(waiting -> !waiting.due().isAfter(now), limit);
    }

    /**
     * Tries everything that waits.
     *
     * @return how many were sent
     */
    public int retry(Duration limit) {
        return send(_ -> true, limit);
    }

    private int send(Predicate<WaitingMessage> which, Duration limit) {
        List<WaitingMessage> chosen = log.waiting().stream().filter(which).toList();
        Map<String, List<WaitingMessage>> byChannel = chosen.stream()
                .collect(Collectors.groupingBy(WaitingMessage::channel, LinkedHashMap::new, Collectors.toList()));
        Map<String, Callable<Integer>> work = new LinkedHashMap<>();
        byChannel.forEach((channel, messages) -> work.put(channel, () -> sendInOrder(messages, limit)));
        return atOnce(work, limit).stream().mapToInt(Integer::intValue).sum();
    }

    /** A channel that can't be reached for one message is left alone for the others. */
    private int sendInOrder(List<WaitingMessage> messages, Duration limit) {
        Patience patience = Patience.of(limit);
        int sent = 0;
        for (WaitingMessage waiting : messages) {
            if (patience.isOver()) {
                return sent;
            }
            switch (courier.once(waiting.message(), waiting.channel(), patience.left())) {
                case Courier.Attempt.Sent _ -> sent++;
                case Courier.Attempt.Unavailable _ -> {
                    return sent;
                }
                case Courier.Attempt.Refused _, Courier.Attempt.Busy _ -> {
                    // Nothing is said about the messages after this one.
                }
            }
        }
        return sent;
    }

    /** Does all of it at the same time; what fails or isn't over in time is left out: what became of it is in the log. */
    private static <T> List<T> atOnce(Map<String, Callable<T>> work, Duration limit) {
        List<Tempo.Task<T>> tasks = new ArrayList<>();
        Duration fifth = limit.dividedBy(5);
        Patience patience = Patience.of(limit.plus(fifth.compareTo(TO_WRITE_DOWN) < 0 ? fifth : TO_WRITE_DOWN));
        try {
            work.forEach((name, each) -> tasks.add(Tempo.current().fork("notify-" + name, each)));
            List<T> results = new ArrayList<>();
            for (Tempo.Task<T> task : tasks) {
                result(task, patience.left()).ifPresent(results::add);
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "telling people", e);
        } finally {
            tasks.forEach(Tempo.Task::interrupt);
        }
    }

    private static <T> Optional<T> result(Tempo.Task<T> task, Duration limit) throws InterruptedException {
        try {
            return Optional.of(task.await(limit));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
