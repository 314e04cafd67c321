package dev.holdfast.engine.spi;

import dev.holdfast.model.database.PrimarySighting;
import java.util.Optional;

/** Remembers, durably, how a primary was when it was last seen alive. */
public interface PrimaryMemory {

    void remember(PrimarySighting sighting);

    Optional<PrimarySighting> lastSighting(String database);
}
