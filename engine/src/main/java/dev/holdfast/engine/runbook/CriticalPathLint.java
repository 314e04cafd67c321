package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.runbook.Finding.Rule;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.engine.yaml.Position;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Limits;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether a runbook can be over within the RTO of the component that it recovers: of a database when it has a trigger or an
 * operation of one.
 *
 * <p>A step with {@code on_failure: continue} takes no time here: whoever wrote it said that the recovery does not depend on it.
 */
final class CriticalPathLint {
    private static final int SAMPLES = 20;

    private final Catalogue catalogue;
    private final Optional<Topology> topology;
    private final StepHistory history;

    CriticalPathLint(Catalogue catalogue, Optional<Topology> topology, StepHistory history) {
        this.catalogue = catalogue;
        this.topology = topology;
        this.history = history;
    }

    List<Finding> check(Runbook runbook, List<StepText> steps) {
        if (!isAboutADatabase(runbook)) {
            return List.of(notChecked("no objective of a topology is known to belong to this runbook"));
        }
        if (topology.isEmpty()) {
            return List.of(notChecked("no topology was found"));
        }
        Map<String, Position> places = steps.stream()
                .collect(Collectors.toMap(StepText::name, step -> step.id().at()));
        return tightest(topology.get(), runbook)
                .map(database -> compare(runbook, database, places))
                .orElseGet(() -> List.of(notChecked("the topology has no such database")));
    }

    private static Finding notChecked(String reason) {
        return new Finding(
                Rule.RTO_NOT_CHECKED,
                Position.START,
                "%s, so the critical path is compared with no RTO".formatted(reason));
    }

    private boolean isAboutADatabase(Runbook runbook) {
        return runbook.triggers().stream()
                        .anyMatch(trigger -> trigger.startsWith("database_") || trigger.startsWith("replication_"))
                || runbook.steps().stream()
                        .anyMatch(step -> catalogue
                                .get(step.operation())
                                .declaration()
                                .area()
                                .equals("database"));
    }

    /** Of the databases that the steps name, or else of all, the one with the shortest RTO. */
    private static Optional<DatabaseSpec> tightest(Topology topology, Runbook runbook) {
        Set<String> named = runbook.steps().stream()
                .flatMap(step -> Optional.ofNullable(step.parameters().get("database")).stream())
                .collect(Collectors.toSet());
        return topology.databases().stream()
                .filter(database -> named.isEmpty() || named.contains(database.name()))
                .min(Comparator.comparing(database -> database.objective().rto()));
    }

    private List<Finding> compare(Runbook runbook, DatabaseSpec database, Map<String, Position> places) {
        Duration rto = database.objective().rto();
        Map<String, Duration> medians = medians(runbook);
        CriticalPath usual =
                CriticalPath.of(runbook, essential(step -> medians.getOrDefault(step.operation(), Duration.ZERO)));
        if (usual.length().compareTo(rto) > 0) {
            return List.of(new Finding(
                    Rule.TOO_SLOW,
                    place(usual, step -> medians.getOrDefault(step.operation(), Duration.ZERO), places),
                    "%s took %s, going by the steps' history; the RTO of database '%s' is %s"
                            .formatted(
                                    usual,
                                    DurationText.format(usual.length()),
                                    database.name(),
                                    DurationText.format(rto))));
        }
        CriticalPath worst = CriticalPath.of(runbook, essential(CriticalPathLint::atWorst));
        if (worst.length().compareTo(rto) > 0) {
            return List.of(new Finding(
                    Rule.WORST_CASE_TOO_SLOW,
                    place(worst, CriticalPathLint::atWorst, places),
                    "with every timeout and retry %s would take %s; the RTO of database '%s' is %s"
                            .formatted(
                                    worst,
                                    DurationText.format(worst.length()),
                                    database.name(),
                                    DurationText.format(rto))));
        }
        return List.of();
    }

    private Map<String, Duration> medians(Runbook runbook) {
        Map<String, Duration> medians = new HashMap<>();
        runbook.steps().stream().map(Step::operation).distinct().forEach(operation -> {
            List<Duration> sorted =
                    history.durations(operation, SAMPLES).stream().sorted().toList();
            if (!sorted.isEmpty()) {
                medians.put(operation, sorted.get(sorted.size() / 2));
            }
        });
        return medians;
    }

    private static Function<Step, Duration> essential(Function<Step, Duration> time) {
        return step -> step.onFailure() == FailurePolicy.CONTINUE ? Duration.ZERO : time.apply(step);
    }

    private static Duration atWorst(Step step) {
        Limits limits = step.limits();
        return limits.timeout()
                .multipliedBy(limits.retries() + 1L)
                .plus(limits.retryDelay().multipliedBy(limits.retries()));
    }

    /** Where most of the time goes. */
    private static Position place(CriticalPath path, Function<Step, Duration> time, Map<String, Position> places) {
        return path.steps().stream()
                .max(Comparator.comparing(time))
                .map(step -> places.getOrDefault(step.id(), Position.START))
                .orElse(Position.START);
    }
}
