package dev.holdfast.operations.announced;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.operation.Danger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The operations of the procedures that the shipped runbooks name and that are still to come. */
public final class AnnouncedOperations {
    private AnnouncedOperations() {}

    /** For a while. */
    record Span(
            @Parameter(value = "for how long", placeholder = "DURATION")
            Optional<Duration> duration) {}

    /** A part of a cache tier. */
    record Keys(
            @Parameter(value = "the cache tier, such as edge", placeholder = "TIER")
            String tier,

            @Parameter(value = "which keys, * for all", placeholder = "PATTERN")
            Optional<String> pattern) {}

    /** A sample. */
    record Sample(
            @Parameter(value = "how many entries to compare", placeholder = "COUNT")
            Optional<Integer> sampleSize) {}

    /** How to enable. */
    record Enabling(
            @Parameter("compare every read with the source until it is clean")
            boolean withValidation) {}

    /** How to warm. */
    record Warming(
            @Parameter(value = "where the data comes from, such as database", placeholder = "SOURCE")
            Optional<String> source,

            @Parameter("compare every entry with the source")
            boolean validate) {}

    /** All of them. */
    public static List<Operation<?>> all() {
        return caches();
    }

    private static List<Operation<?>> caches() {
        return List.of(
                announced(
                        "cache.flush",
                        "cache-flush",
                        "Removes entries from a cache tier",
                        Keys.class,
                        Danger.DESTRUCTIVE,
                        "remove the entries with the cache's own tool, one tier after the other"),
                announced(
                        "cache.disable",
                        "disable-cache",
                        "Leads requests past the caches for a while",
                        Span.class,
                        Danger.REVERSIBLE,
                        "switch the caches off in the service, after checking that the database can carry the requests"),
                announced(
                        "cache.verify-data",
                        "verify-cache-data",
                        "Compares a sample of the cached data with the source",
                        Sample.class,
                        Danger.READS,
                        "compare a random sample of cached entries with the database"),
                announced(
                        "cache.enable",
                        "enable-cache",
                        "Lets requests use the caches again",
                        Enabling.class,
                        Danger.REVERSIBLE,
                        "switch the caches on in the service, one region after the other"),
                announced(
                        "cache.warm",
                        "cache-warmer",
                        "Fills the caches with good data",
                        Warming.class,
                        Danger.REVERSIBLE,
                        "request the most popular pages through the caches, slowly"));
    }

    private static <P extends Record> Operation<P> announced(
            String id, String command, String summary, Class<P> parameters, Danger danger, String byHand) {
        return new Announced<>(
                new Declaration<>(id, command, summary + " (not available yet)", parameters, danger), byHand);
    }
}
