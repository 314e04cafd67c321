package dev.holdfast.engine.region;

import dev.holdfast.engine.region.RegionLook.Kind;
import dev.holdfast.model.region.ComponentHealth.Status;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a region is slower than the others. A region is measured by them, because a machine of Holdfast that is busy
 * makes all of them slow. Pure.
 */
record Slowness(String region, List<RegionLook> looks) {
    /** Shorter than this nothing is slow. */
    private static final Duration NOTICEABLE = Duration.ofMillis(500);

    private static final int TIMES_AS_LONG = 3;

    /** The slowest look at an entrance; empty when none is slow. */
    Optional<RegionLook> slowest() {
        Duration bound = bound();
        return looks.stream()
                .filter(look -> isHealthyEntrance(look) && look.region().equals(region))
                .filter(look -> look.health().took().compareTo(bound) > 0)
                .max(Comparator.comparing(look -> look.health().took()));
    }

    private Duration bound() {
        List<Duration> usual = looks.stream()
                .filter(look -> isHealthyEntrance(look) && !look.region().equals(region))
                .map(look -> look.health().took())
                .sorted()
                .toList();
        Duration compared =
                usual.isEmpty() ? Duration.ZERO : usual.get(usual.size() / 2).multipliedBy(TIMES_AS_LONG);
        return compared.compareTo(NOTICEABLE) > 0 ? compared : NOTICEABLE;
    }

    private static boolean isHealthyEntrance(RegionLook look) {
        return look.kind() == Kind.ENTRANCE && look.status() == Status.HEALTHY;
    }
}
