package dev.holdfast.operations.capacity;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.RegionSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How all regions are.
 *
 * @param verdicts one a region, in the order of the topology
 */
public record RegionStates(List<RegionVerdict> verdicts) {
    private static final Duration LOOK = Duration.ofSeconds(10);

    public RegionStates {
        verdicts = List.copyOf(verdicts);
    }

    /** Examines every region at the same time. */
    public static RegionStates observe(Execution execution) {
        List<String> names = execution.site().topology().regions().stream()
                .map(RegionSpec::name)
                .toList();
        return new RegionStates(execution.site().regions().examine(names, execution.limit(LOOK)));
    }

    /**
     * Those that are lost. When one takes the database with it, the others serve nobody either, but they answer: then only those
     * that don't are lost.
     */
    public List<String> lost() {
        List<String> unreachable = names(RegionVerdict.Unreachable.class::isInstance);
        return unreachable.isEmpty() ? names(RegionVerdict::isDown) : unreachable;
    }

    /** Those that are neither lost nor out of sight. */
    public List<String> remaining() {
        List<String> lost = lost();
        return names(verdict -> !lost.contains(verdict.region()) && !(verdict instanceof RegionVerdict.Blind));
    }

    /** Of which nothing is known. */
    public List<String> unseen() {
        return names(RegionVerdict.Blind.class::isInstance);
    }

    private List<String> names(Predicate<RegionVerdict> wanted) {
        return verdicts.stream().filter(wanted).map(RegionVerdict::region).toList();
    }

    public Optional<RegionVerdict> of(String region) {
        return verdicts.stream()
                .filter(verdict -> verdict.region().equals(region))
                .findFirst();
    }

    /** What is wrong, one sentence a region. */
    public List<String> complaints() {
        return verdicts.stream()
                .filter(verdict -> !(verdict instanceof RegionVerdict.Healthy))
                .map(verdict -> "%s: %s".formatted(verdict.region(), verdict.reason()))
                .toList();
    }
}
