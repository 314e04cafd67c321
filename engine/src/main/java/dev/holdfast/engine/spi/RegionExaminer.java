package dev.holdfast.engine.spi;

import dev.holdfast.model.region.RegionVerdict;
import java.time.Duration;

/** Finds out how a region is: every component of it, from several places. Never throws for what is down. */
@FunctionalInterface
public interface RegionExaminer {

    RegionVerdict examine(String region, Duration limit);
}
