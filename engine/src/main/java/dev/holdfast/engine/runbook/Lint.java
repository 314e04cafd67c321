package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.operation.ParameterBinding.Described;
import dev.holdfast.engine.runbook.Finding.Rule;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import dev.holdfast.model.topology.Topology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks for everything in a runbook that would stop it or surprise somebody, at once. It reads the text only and touches nothing.
 *
 * <p>What makes it impossible to start a run is found first; the rest is looked at when there is nothing of that.
 */
public final class Lint {
    /** The conditions that the procedures name. */
    private static final List<String> CONDITIONS = List.of(
            "database_primary_down", "replication_lag_critical", "region_health_check_failed", "region_unreachable");

    private static final String CONFIRM = "confirm";

    private final Catalogue catalogue;
    private final Optional<Topology> topology;
    private final StepHistory history;

    /**
     * A linter.
     *
     * @param topology whose objectives the runbook must meet; empty when none was found
     * @param history how long operations took
     */
    public Lint(Catalogue catalogue, Optional<Topology> topology, StepHistory history) {
        this.catalogue = catalogue;
        this.topology = topology;
        this.history = history;
    }

    /** What there is to say, in the order of the file. */
    public List<Finding> check(String name, String yaml) {
        RunbookText text = RunbookText.read(name, yaml, catalogue);
        if (text.runbook().isEmpty() || text.root().isEmpty()) {
            return text.problems().all().stream()
                    .map(problem -> new Finding(Rule.INVALID, problem.at(), problem.text()))
                    .toList();
        }
        return check(text.root().get(), text.runbook().get());
    }

    private List<Finding> check(Mapping root, Runbook runbook) {
        List<StepText> steps = StepText.all(root);
        List<Finding> findings = new ArrayList<>(triggers(root));
        findings.addAll(unusedParameters(root, runbook));
        StepLint stepLint = new StepLint(catalogue, runbook.parameters());
        steps.forEach(step -> findings.addAll(stepLint.check(step, runbook.step(step.name()))));
        findings.addAll(new CriticalPathLint(catalogue, topology, history).check(runbook, steps));
        return findings.stream().sorted(Comparator.comparing(Finding::at)).toList();
    }

    private static List<Finding> triggers(Mapping root) {
        return scalars(root, "triggers")
                .filter(trigger -> !CONDITIONS.contains(trigger.text()))
                .map(trigger -> new Finding(
                        Rule.TRIGGER_UNKNOWN,
                        trigger.at(),
                        "nothing raises the condition '%s'; %s"
                                .formatted(trigger.text(), NearNames.hint(trigger.text(), CONDITIONS))))
                .toList();
    }

    private List<Finding> unusedParameters(Mapping root, Runbook runbook) {
        Set<String> taken = new HashSet<>(Set.of(CONFIRM));
        runbook.steps().stream()
                .flatMap(Lint::operations)
                .distinct()
                .flatMap(operation -> catalogue.find(operation).stream())
                .flatMap(operation ->
                        ParameterBinding.describe(operation.declaration().parameters()).stream())
                .map(Described::option)
                .forEach(taken::add);
        return scalars(root, "parameters")
                .filter(parameter -> !taken.contains(parameter.text()))
                .map(parameter -> new Finding(
                        Rule.PARAMETER_UNUSED,
                        parameter.at(),
                        "no step takes the parameter '%s'%s"
                                .formatted(
                                        parameter.text(),
                                        NearNames.nearest(parameter.text(), taken)
                                                .map("; did you mean '%s'?"::formatted)
                                                .orElse(""))))
                .toList();
    }

    private static Stream<String> operations(Step step) {
        return Stream.concat(Stream.of(step.operation()), step.undo().stream());
    }

    private static Stream<Scalar> scalars(Mapping root, String key) {
        return root.itemsOf(key).stream().flatMap(item -> item.asScalar().stream());
    }
}
