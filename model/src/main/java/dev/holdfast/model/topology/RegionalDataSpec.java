package dev.holdfast.model.topology;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.List;
import java.util.Map;

/**
 * Data that each region has of its own, and that is copied to other regions from time to time: a regional database, or files.
 *
 * @param driver which driver copies it, such as {@code postgresql} or {@code files}
 * @param objective how soon it must be back, and how old a copy may be
 * @param places where it is, one a region
 */
public record RegionalDataSpec(String name, String driver, Objective objective, List<Place> places) {
    public RegionalDataSpec {
        places = List.copyOf(places);
    }

    /**
     * The data of one region.
     *
     * @param host name of the {@link HostSpec} that holds it
     * @param copiedTo the regions that hold a copy of it
     * @param settings of the driver, such as {@code directory}; never a secret
     */
    public record Place(String region, String host, List<String> copiedTo, Map<String, String> settings) {
        public Place {
            copiedTo = List.copyOf(copiedTo);
            settings = Map.copyOf(settings);
        }
    }

    public Place place(String region) {
        return places.stream()
                .filter(place -> place.region().equals(region))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "region '%s' of %s, which has %s"
                                .formatted(
                                        region,
                                        name,
                                        places.stream().map(Place::region).toList())));
    }
}
