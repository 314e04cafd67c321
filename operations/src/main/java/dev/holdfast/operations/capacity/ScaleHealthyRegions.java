package dev.holdfast.operations.capacity;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the regions that still serve what the lost ones had, so that they can carry their traffic.
 *
 * <p>No region gets fewer instances than it has. When there is no room for all, the plan says what is missing, and wants to be
 * confirmed.
 */
public final class ScaleHealthyRegions implements Operation<ScaleHealthyRegions.Parameters> {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** What to scale. */
    public record Parameters(
            @Parameter(
                    value = "how many times the usual number of instances; else what the lost regions had",
                    placeholder = "NUMBER")
            Optional<Double> factor,

            @Parameter(value = "a region to count as lost, whatever it looks like", placeholder = "REGION")
            Optional<String> from,

            @Parameter(value = "the region that takes over; else all of them share", placeholder = "REGION")
            Optional<String> to,

            @Parameter(value = "which deployment, when there are several", placeholder = "NAME")
            Optional<String> deployment) {
        public Parameters {
            factor = factor.map(Factor::checked);
        }
    }

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.scale-healthy",
                "scale-healthy-regions",
                "Gives the regions that still serve the capacity that the lost ones had",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        Circumstances around = Circumstances.observe(parameters, execution);
        if (around.receivers().isEmpty()) {
            return new Assessment.Refused(
                    ErrorCode.LAST_REGION,
                    "no region serves that could get more: " + around.states().complaints());
        }
        if (parameters.to().filter(to -> !around.receivers().contains(to)).isPresent()) {
            return new Assessment.Refused(
                    ErrorCode.REGION_NOT_HEALTHY,
                    "%s can't take over: %s"
                            .formatted(parameters.to().get(), around.states().complaints()));
        }
        if (parameters.factor().isEmpty() && around.lost().isEmpty()) {
            return nothingLost(around);
        }
        List<TrafficRate> now = new TrafficSurvey(execution, around.deployment())
                .over(BETWEEN_LOOKS)
                .rates();
        return new Scaling(execution)
                .assess(
                        "give %s the capacity that %s had"
                                .formatted(around.receivers(), around.lost().isEmpty() ? "nobody" : around.lost()),
                        around.steps(parameters, now),
                        around.states().complaints());
    }

    private static Assessment nothingLost(Circumstances around) {
        return around.states().unseen().isEmpty()
                ? new Assessment.Satisfied("no region is lost, so none needs more", Map.of())
                : new Assessment.Refused(
                        ErrorCode.REGION_NOT_HEALTHY,
                        "nobody knows whether a region is lost: "
                                + around.states().complaints(),
                        "name the lost region with --from");
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        new Scaling(execution).perform(plan);
    }

    /** Traffic that grew since it was planned is not held against it. */
    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        Circumstances around = Circumstances.observe(parameters, execution);
        return new Scaling(execution).prove(around.steps(parameters, List.of()));
    }

    /** How everything is. */
    private record Circumstances(
            DeploymentSpec deployment, RegionStates states, Set<String> lost, List<RegionCapacity> capacities) {

        static Circumstances observe(Parameters parameters, Execution execution) {
            parameters.from().ifPresent(execution.site().topology()::region);
            parameters.to().ifPresent(execution.site().topology()::region);
            DeploymentSpec deployment = execution.site().topology().deployment(parameters.deployment());
            RegionStates states = RegionStates.observe(execution);
            Set<String> lost = new HashSet<>(states.lost());
            parameters.from().ifPresent(lost::add);
            return new Circumstances(deployment, states, lost, new Scaling(execution).capacities(deployment));
        }

        List<String> receivers() {
            return capacities.stream()
                    .map(RegionCapacity::region)
                    .filter(region -> states.remaining().contains(region) && !lost.contains(region))
                    .toList();
        }

        List<ScaleStep> steps(Parameters parameters, List<TrafficRate> now) {
            Map<String, Integer> takeover =
                    new Takeover(capacities, lost, Set.copyOf(receivers()), parameters.to()).instances(now);
            List<ScaleStep> steps = new ArrayList<>();
            for (RegionCapacity capacity : capacities) {
                if (receivers().contains(capacity.region())) {
                    int asked = parameters
                            .factor()
                            .map(capacity::times)
                            .orElseGet(() -> takeover.getOrDefault(capacity.region(), capacity.usual()));
                    steps.add(new ScaleStep(
                            deployment,
                            capacity.replicas(),
                            Math.max(asked, capacity.replicas().wanted())));
                }
            }
            return steps;
        }
    }
}
