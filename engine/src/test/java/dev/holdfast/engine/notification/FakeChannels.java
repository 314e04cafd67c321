package dev.holdfast.engine.notification;

import dev.holdfast.engine.spi.Notifier;
import dev.holdfast.engine.spi.SendResult;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.topology.ChannelSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Channels that answer as a test says, and otherwise take everything. */
final class FakeChannels {
    private final Map<String, Deque<Supplier<SendResult>>> scripts = new HashMap<>();
    private final Map<String, Supplier<SendResult>> always = new HashMap<>();
    private final List<String> attempts = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    /** A channel; {@code otherwise} is empty text when nothing stands in for it. */
    static ChannelSpec spec(String name, String otherwise) {
        return new ChannelSpec(
                name, "fake", Map.of(), Optional.empty(), Optional.of(otherwise).filter(other -> !other.isEmpty()));
    }

    /** The next attempts over a channel get these answers. */
    FakeChannels next(String channel, SendResult... answers) {
        Deque<Supplier<SendResult>> script = scripts.computeIfAbsent(channel, _ -> new ArrayDeque<>());
        List.of(answers).forEach(answer -> script.add(() -> answer));
        return this;
    }

    /** Until it is said otherwise, every attempt gets this answer. */
    FakeChannels always(String channel, Supplier<SendResult> answer) {
        always.put(channel, answer);
        return this;
    }

    FakeChannels works(String channel) {
        always.remove(channel);
        return this;
    }

    Notifier bind(ChannelSpec spec) {
        return (message, _) -> send(spec.name(), message);
    }

    private SendResult send(String channel, Message message) {
        attempts.add("%s:%s".formatted(channel, message.id()));
        SendResult answer = Optional.ofNullable(scripts.get(channel))
                .map(Deque::poll)
                .or(() -> Optional.ofNullable(always.get(channel)))
                .map(Supplier::get)
                .orElseGet(() -> new SendResult.Taken("%s took %s".formatted(channel, message.id())));
        if (answer instanceof SendResult.Taken) {
            taken.add("%s:%s".formatted(channel, message.id()));
        }
        return answer;
    }

    /** Each attempt, as {@code channel:message}. */
    List<String> attempts() {
        return attempts;
    }

    /** Each message that was taken, as {@code channel:message}. */
    List<String> taken() {
        return taken;
    }
}
