package dev.holdfast.operations.capacity;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Changes how many instances run, as several operations want it.
 *
 * <p>Regions that get more go at the same time; then those that are to have fewer. How many there were before is remembered for
 * the step, so that it can be taken back.
 */
final class Scaling {
    private static final Duration READ = Duration.ofSeconds(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final String ORDERS = "orders";

    private final Execution execution;

    Scaling(Execution execution) {
        this.execution = execution;
    }

    /** How many instances of a deployment there are, and in which regions. */
    List<RegionCapacity> capacities(DeploymentSpec deployment) {
        return RegionCapacity.of(
                deployment, execution.site().workloads(deployment.name()).replicas(execution.limit(READ)));
    }

    /** A region's part of a deployment. */
    RegionCapacity capacity(DeploymentSpec deployment, String region) {
        execution.site().topology().region(region);
        List<RegionCapacity> all = capacities(deployment);
        return all.stream()
                .filter(capacity -> capacity.region().equals(region))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMPONENT_UNKNOWN,
                        "deployment %s does not run in %s, only in %s"
                                .formatted(
                                        deployment.name(),
                                        region,
                                        all.stream().map(RegionCapacity::region).toList())));
    }

    /**
     * What is to be done. Less than is asked for needs a confirmation.
     *
     * @param remarks what people have to know besides, one sentence each
     */
    Assessment assess(String summary, List<ScaleStep> steps, List<String> remarks) {
        Optional<Assessment> refused = refusal(steps);
        if (refused.isPresent()) {
            return refused.get();
        }
        List<ScaleStep> open = steps.stream()
                .filter(step -> !step.isDone() || !new LetIn(execution, step).isComplete())
                .toList();
        List<String> shortfalls = shortfalls(steps);
        if (open.isEmpty() && shortfalls.isEmpty()) {
            return new Assessment.Satisfied(evidence(steps), outputs(steps));
        }
        List<String> changes =
                new ArrayList<>(open.stream().map(ScaleStep::change).toList());
        changes.addAll(remarks);
        List<ScaleOrder> orders = open.stream().map(ScaleStep::order).toList();
        return new Assessment.Actionable(
                new Plan(summary, changes, String.join("; ", shortfalls), Map.of(ORDERS, ScaleOrder.text(orders))));
    }

    private Optional<Assessment> refusal(List<ScaleStep> steps) {
        Map<DeploymentSpec, List<ScaleStep>> fewer =
                steps.stream().filter(ScaleStep::takesAway).collect(Collectors.groupingBy(ScaleStep::deployment));
        List<String> objections = fewer.entrySet().stream()
                .flatMap(entry -> objections(entry.getKey(), entry.getValue()).stream())
                .toList();
        return objections.isEmpty()
                ? Optional.empty()
                : Optional.of(new Assessment.Refused(
                        ErrorCode.CAPACITY_SHORT,
                        String.join("; ", objections),
                        "lead clients elsewhere first, or keep more instances"));
    }

    private List<String> objections(DeploymentSpec deployment, List<ScaleStep> steps) {
        TrafficSurvey.Rates rates = new TrafficSurvey(execution, deployment).over(BETWEEN_LOOKS);
        return steps.stream()
                .flatMap(step ->
                        ScaleDownRule.objection(
                                step, RegionCapacity.of(deployment, step.now()), rates.of(step.region()))
                                .stream())
                .toList();
    }

    private static List<String> shortfalls(List<ScaleStep> steps) {
        return steps.stream()
                .filter(step -> step.missing() > 0)
                .map(ScaleStep::shortfall)
                .toList();
    }

    /** Carries out what {@link #assess} planned, and returns when all instances are ready and let in. */
    void perform(Plan plan) {
        List<ScaleOrder> orders = ScaleOrder.parse(plan.fact(ORDERS));
        FormerReplicas former = new FormerReplicas(execution);
        orders.forEach(former::remember);
        Fanout.forEach(
                orders.stream().filter(order -> order.to() >= order.from()).toList(),
                order -> new ScaleUp(execution, order).perform());
        Fanout.forEach(
                orders.stream().filter(order -> order.to() < order.from()).toList(),
                order -> new ScaleDown(execution, order).perform());
    }

    /** What there is now, compared with what was asked for. */
    Proof prove(List<ScaleStep> steps) {
        List<String> faults =
                steps.stream().flatMap(step -> fault(step).stream()).toList();
        if (!faults.isEmpty()) {
            return new Proof.Fails(ErrorCode.INSTANCE_NOT_READY, String.join("; ", faults));
        }
        List<String> shortfalls = shortfalls(steps);
        return new Proof.Holds(
                shortfalls.isEmpty()
                        ? evidence(steps)
                        : "NOT ALL THAT WAS ASKED FOR: %s; %s"
                                .formatted(String.join("; ", shortfalls), evidence(steps)),
                outputs(steps));
    }

    private Optional<String> fault(ScaleStep step) {
        ReplicaState now = step.now();
        if (!step.isDone()) {
            return Optional.of("%s in %s is to have %d instances, %d are asked for and %d ready"
                    .formatted(step.deployment().name(), step.region(), step.target(), now.wanted(), now.ready()));
        }
        return new LetIn(execution, step).fault();
    }

    private static String evidence(List<ScaleStep> steps) {
        return steps.isEmpty()
                ? "there is nothing to scale"
                : steps.stream()
                        .map(step -> "%s in %s runs %d instances"
                                .formatted(step.deployment().name(), step.region(), step.target()))
                        .collect(Collectors.joining("; ", "", "; all are ready and let in"));
    }

    private static Map<String, String> outputs(List<ScaleStep> steps) {
        int missing = steps.stream().mapToInt(ScaleStep::missing).sum();
        String replicas = steps.stream()
                .map(step -> "%s/%s=%d".formatted(step.deployment().name(), step.region(), step.target()))
                .collect(Collectors.joining(","));
        return Map.of("replicas", replicas, "missing-instances", Integer.toString(missing));
    }
}
