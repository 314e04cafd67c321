package dev.holdfast.operations.region.health;

import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Checks every component of a region from several places, and shows what each of them saw. It holds when the region is healthy;
 * a runbook that goes on only when a region is lost asks {@code assess-region-failure} instead.
 */
public final class CheckRegionHealth implements Check<CheckRegionHealth.Parameters> {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What to look at. */
    public record Parameters(
            @Parameter(value = "the region to look at; else every one", placeholder = "REGION")
            Optional<String> region) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.check-health",
                "check-region-health",
                "Checks every component of a region, from several places, and shows what each of them saw",
                Parameters.class,
                Danger.READS);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        Duration limit = execution.limit(LIMIT);
        List<RegionVerdict> verdicts =
                execution.site().regions().examine(wanted(execution.site().topology(), parameters.region()), limit);
        verdicts.stream().map(EvidenceLines::of).flatMap(List::stream).forEach(execution::note);
        return proof(verdicts);
    }

    private static List<String> wanted(Topology topology, Optional<String> region) {
        return region.map(named -> List.of(topology.region(named).name()))
                .orElseGet(
                        () -> topology.regions().stream().map(RegionSpec::name).toList());
    }

    private static Proof proof(List<RegionVerdict> verdicts) {
        List<RegionVerdict> ill = not(verdicts, RegionVerdict.Healthy.class::isInstance);
        if (ill.isEmpty()) {
            return new Proof.Holds(text(verdicts), outputs(verdicts));
        }
        // What is known to be wrong is said, even when something else could not be seen.
        List<RegionVerdict> known = not(ill, RegionVerdict.Blind.class::isInstance);
        return known.isEmpty()
                ? new Proof.Unknown(text(ill))
                : new Proof.Fails(ErrorCode.REGION_NOT_HEALTHY, text(ill));
    }

    private static List<RegionVerdict> not(List<RegionVerdict> verdicts, Predicate<RegionVerdict> left) {
        return verdicts.stream().filter(left.negate()).toList();
    }

    private static String text(List<RegionVerdict> verdicts) {
        return verdicts.stream()
                .map(verdict ->
                        "%s is %s: %s".formatted(verdict.region(), EvidenceLines.word(verdict), verdict.reason()))
                .collect(Collectors.joining("; "));
    }

    private static Map<String, String> outputs(List<RegionVerdict> verdicts) {
        return verdicts.size() == 1 ? Map.of("region", verdicts.getFirst().region()) : Map.of();
    }
}
