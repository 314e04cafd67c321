package dev.holdfast.engine.notification;

import dev.holdfast.engine.spi.Notifier;
import dev.holdfast.model.topology.ChannelSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The channels of a topology; each is bound when something is first sent over it. */
final class Channels {
    private final List<ChannelSpec> specs;
    private final Function<ChannelSpec, Notifier> bind;
    private final Map<String, Notifier> bound = new ConcurrentHashMap<>();

    Channels(List<ChannelSpec> specs, Function<ChannelSpec, Notifier> bind) {
        this.specs = List.copyOf(specs);
        this.bind = bind;
    }

    List<String> names() {
        return specs.stream().map(ChannelSpec::name).toList();
    }

    Optional<ChannelSpec> find(String name) {
        return specs.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    Notifier notifier(ChannelSpec spec) {
        return bound.computeIfAbsent(spec.name(), _ -> bind.apply(spec));
    }
}
