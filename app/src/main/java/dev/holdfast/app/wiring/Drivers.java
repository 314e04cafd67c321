package dev.holdfast.app.wiring;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/** The drivers of one kind that are on the class path, by name; looked for when the first is needed. */
final class Drivers<T> {
    private final String kind;
    private final Class<T> type;
    private final Function<T, String> nameOf;
    private final TreeMap<String, T> byName = new TreeMap<>();

    private Drivers(String kind, Class<T> type, Function<T, String> nameOf) {
        this.kind = kind;
        this.type = type;
        this.nameOf = nameOf;
    }

    static <T> Drivers<T> of(String kind, Class<T> type, Function<T, String> nameOf) {
        return new Drivers<>(kind, type, nameOf);
    }

    /**
     * The driver of that name.
     *
     * @param component of the topology that asks for it
     */
    synchronized T get(String name, String component) {
        if (byName.isEmpty()) {
            load();
        }
        T driver = byName.get(name);
        if (driver == null) {
            throw new HoldfastException(
                    ErrorCode.COMPONENT_UNKNOWN,
                    "%s '%s' asks for the driver '%s'; there is %s"
                            .formatted(kind, component, name, byName.isEmpty() ? "none" : byName.keySet()),
                    "correct `driver` in the topology, or add a jar with that driver to the class path",
                    null);
        }
        return driver;
    }

    private void load() {
        try {
            ServiceLoader.load(type).forEach(driver -> byName.put(nameOf.apply(driver), driver));
        } catch (ServiceConfigurationError e) {
            throw new HoldfastException(
                    ErrorCode.INTERNAL_ERROR,
                    "loading the drivers of kind '%s': %s".formatted(kind, e.getMessage()),
                    e);
        }
    }
}
