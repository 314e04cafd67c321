package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.model.database.PrimarySighting;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers primaries for as long as the twin exists. */
final class TwinMemory implements PrimaryMemory {
    private final Map<String, PrimarySighting> sightings = new ConcurrentHashMap<>();

    @Override
    public void remember(PrimarySighting sighting) {
        sightings.put(sighting.database(), sighting);
    }

    @Override
    public Optional<PrimarySighting> lastSighting(String database) {
        return Optional.ofNullable(sightings.get(database));
    }
}
