package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Intentions;
import dev.holdfast.engine.spi.Tempo;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what components of the twin were told to be, for as long as the twin exists. */
final class TwinIntentions implements Intentions {
    private final Map<String, Intention> known = new ConcurrentHashMap<>();

    @Override
    public void intend(String component, String value) {
        known.put(
                component,
                new Intention(component, value, Tempo.current().clock().instant()));
    }

    @Override
    public Optional<Intention> intended(String component) {
        return Optional.ofNullable(known.get(component));
    }
}
