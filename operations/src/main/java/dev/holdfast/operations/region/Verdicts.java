package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.RegionSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How every region is. Pure, once taken.
 *
 * @param all in the order of the topology
 */
record Verdicts(List<RegionVerdict> all) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    Verdicts {
        all = List.copyOf(all);
    }

    /** Looks at every region at once. */
    static Verdicts take(Execution execution) {
        List<String> regions = execution.site().topology().regions().stream()
                .map(RegionSpec::name)
                .toList();
        return new Verdicts(execution.site().regions().examine(regions, execution.limit(LIMIT)));
    }

    RegionVerdict of(String region) {
        return all.stream()
                .filter(verdict -> verdict.region().equals(region))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(region + " was not looked at"));
    }

    boolean isHealthy(String region) {
        return of(region) instanceof RegionVerdict.Healthy;
    }

    boolean isDown(String region) {
        return of(region).isDown();
    }

    boolean isUnreachable(String region) {
        return of(region) instanceof RegionVerdict.Unreachable;
    }

    /** The regions that are proven to be down. */
    List<String> down() {
        return all.stream()
                .filter(RegionVerdict::isDown)
                .map(RegionVerdict::region)
                .toList();
    }

    /**
     * The one region that is lost. When it takes the database with it, the others serve nobody either, but they answer: then it is
     * the one that doesn't.
     */
    Optional<String> lost() {
        List<String> unreachable = down().stream().filter(this::isUnreachable).toList();
        List<String> candidates = unreachable.isEmpty() ? down() : unreachable;
        return candidates.size() == 1 ? Optional.of(candidates.getFirst()) : Optional.empty();
    }

    /** For people. */
    static String text(RegionVerdict verdict) {
        String word = switch (verdict) {
            case RegionVerdict.Healthy _ -> "is healthy";
            case RegionVerdict.Suspect _ -> "is suspect";
            case RegionVerdict.Failing _ -> "is down: it answers and serves nobody";
            case RegionVerdict.Unreachable _ -> "is down: nothing of it answers";
            case RegionVerdict.Blind _ -> "can't be judged";
        };
        return "%s %s (%s)".formatted(verdict.region(), word, verdict.reason());
    }

    String text(List<String> regions) {
        return regions.stream().map(region -> text(of(region))).collect(Collectors.joining("; "));
    }

    String text() {
        return all.stream().map(Verdicts::text).collect(Collectors.joining("; "));
    }
}
