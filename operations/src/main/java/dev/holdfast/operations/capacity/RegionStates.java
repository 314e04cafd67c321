package dev.holdfast.operations.capacity;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
        return new RegionStates(
                Fanout.collect(names, region -> execution.site().regions().examine(region, execution.limit(LOOK))));
    }

    /** Of which it is proven that they serve nobody. */
    public List<String> down() {
        return verdicts.stream()
                .filter(RegionVerdict::isDown)
                .map(RegionVerdict::region)
                .toList();
    }

    /** Which serve, as far as is known. */
    public List<String> serving() {
        return verdicts.stream()
                .filter(verdict -> !verdict.isDown() && !(verdict instanceof RegionVerdict.Blind))
                .map(RegionVerdict::region)
                .toList();
    }

    /** Of which nothing is known. */
    public List<String> unseen() {
        return verdicts.stream()
                .filter(RegionVerdict.Blind.class::isInstance)
                .map(RegionVerdict::region)
                .toList();
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
