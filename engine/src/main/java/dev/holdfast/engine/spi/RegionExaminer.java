package dev.holdfast.engine.spi;

import dev.holdfast.model.region.RegionVerdict;
import java.time.Duration;
import java.util.List;

/** Finds out how regions are: every component of them, from several places. Never throws for what is down. */
@FunctionalInterface
public interface RegionExaminer {

    /** All of them by the same looks, in the order in which they are named. */
    List<RegionVerdict> examine(List<String> regions, Duration limit);

    default RegionVerdict examine(String region, Duration limit) {
        return examine(List.of(region), limit).getFirst();
    }
}
