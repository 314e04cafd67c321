package dev.holdfast.drivers.regional;

import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.RegionalDataSpec;
import dev.holdfast.model.topology.RegionalDataSpec.Place;
import java.util.Optional;
import java.util.function.Function;

/**
 * The way from a region to a copy of its data.
 *
 * @param data name in the topology
 */
record Leg(String data, Place source, Place target, DataHost from, DataHost to) {

    static Leg of(RegionalDataSpec spec, String source, String target, Function<String, HostCommands> hosts) {
        Place from = spec.place(source);
        Place to = spec.place(target);
        return new Leg(
                spec.name(),
                from,
                to,
                new DataHost(from.host(), hosts.apply(from.host())),
                new DataHost(to.host(), hosts.apply(to.host())));
    }

    /** A setting of the region's place. */
    String ofSource(String setting) {
        return setting(source, setting);
    }

    /** A setting of the copy's place. */
    String ofTarget(String setting) {
        return setting(target, setting);
    }

    Optional<String> perhapsOfTarget(String setting) {
        return Optional.ofNullable(target.settings().get(setting));
    }

    private String setting(Place place, String name) {
        return Optional.ofNullable(place.settings().get(name))
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.TOPOLOGY_INVALID,
                        "regional_data.%s.places.%s.settings has no `%s`".formatted(data, place.region(), name)));
    }

    @Override
    public String toString() {
        return "%s of %s to %s".formatted(data, source.region(), target.region());
    }
}
