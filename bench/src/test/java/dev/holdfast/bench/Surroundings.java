package dev.holdfast.bench;

import java.nio.file.Path;
import java.util.Objects;

/** Where the benchmark finds what it measures, as the build says. */
final class Surroundings {
    private Surroundings() {}

    /** The checkout. */
    static Path root() {
        return path("bench.root");
    }

    /** Where everything goes that a benchmark leaves. */
    static Path target() {
        return path("bench.target");
    }

    private static Path path(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), property));
    }
}
