package dev.holdfast.operations.communication;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.concurrent.Fanout;
import dev.holdfast.operations.database.ClusterLook;
import dev.holdfast.operations.database.Situation;
import dev.holdfast.operations.deployment.ClientPath;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the service is at this moment, for somebody who was asleep. What can't be looked at is said, and stops nothing. */
record ServiceSummary(List<Line> lines) {

    /**
     * One component.
     *
     * @param well whether it does what it is there for; what isn't known is not well
     */
    record Line(boolean well, String text) {}

    ServiceSummary {
        lines = List.copyOf(lines);
    }

    static ServiceSummary look(Execution execution) {
        List<DatabaseSpec> databases = execution.site().topology().databases();
        List<DeploymentSpec> deployments = execution.site().topology().deployments();
        List<Supplier<Line>> looks = Stream.<Supplier<Line>>concat(
                        databases.stream().map(spec -> () -> database(spec, execution)),
                        deployments.stream().map(spec -> () -> deployment(spec, execution)))
                .toList();
        return new ServiceSummary(Fanout.collect(looks, Supplier::get));
    }

    private static Line database(DatabaseSpec spec, Execution execution) {
        try {
            Situation situation = ClusterLook.at(execution, spec);
            Optional<String> primary = situation.currentPrimary().map(NodeState.Primary::node);
            return primary.map(node -> new Line(true, described(situation, node)))
                    .orElseGet(() -> new Line(false, "%s: no server accepts writes".formatted(spec.name())));
        } catch (HoldfastException e) {
            return new Line(false, "%s: could not be looked at: %s".formatted(spec.name(), e.attempted()));
        }
    }

    private static String described(Situation situation, String primary) {
        String streaming = others(situation, primary)
                .filter(node -> situation.streamsFrom(primary, node))
                .collect(Collectors.joining(", "));
        String missing = others(situation, primary)
                .filter(node -> !situation.streamsFrom(primary, node))
                .collect(Collectors.joining(", "));
        return "%s: %s is primary; %s%s"
                .formatted(
                        situation.spec().name(),
                        primary,
                        streaming.isEmpty() ? "NO standby streams from it" : streaming + " follow it",
                        missing.isEmpty() ? "" : "; missing: " + missing);
    }

    private static Stream<String> others(Situation situation, String primary) {
        return situation.spec().nodeNames().stream().filter(node -> !node.equals(primary));
    }

    private static Line deployment(DeploymentSpec spec, Execution execution) {
        try {
            List<ClientRequest> requests = new ClientPath(execution).requests(List.of(spec));
            List<String> faults = ClientPath.faults(requests);
            return faults.isEmpty()
                    ? new Line(
                            true,
                            "%s: clients are served in %s"
                                    .formatted(
                                            spec.name(),
                                            requests.stream()
                                                    .map(ClientRequest::region)
                                                    .collect(Collectors.joining(", "))))
                    : new Line(
                            false, "%s: CLIENTS ARE NOT SERVED: %s".formatted(spec.name(), String.join("; ", faults)));
        } catch (HoldfastException e) {
            return new Line(false, "%s: could not be looked at: %s".formatted(spec.name(), e.attempted()));
        }
    }

    boolean isServing() {
        return lines.stream().allMatch(Line::well);
    }

    /** What is wrong, or that nothing is. */
    String headline() {
        return lines.stream()
                .filter(line -> !line.well())
                .map(Line::text)
                .findFirst()
                .orElse("the service is up");
    }

    String text() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }
}
