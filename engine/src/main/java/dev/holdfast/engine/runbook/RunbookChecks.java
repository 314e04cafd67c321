package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.operation.ParameterBinding.Described;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a schema can't say of a runbook: that operations and parameters exist, and that the steps can be put in an order.
 *
 * <p>It runs on files that the schema refuses too, and passes over what the schema has reported.
 */
final class RunbookChecks {
    private final Catalogue catalogue;
    private final Problems problems;
    private final List<StepText> steps;
    private final StepOrder order;

    RunbookChecks(Mapping root, Catalogue catalogue, Problems problems) {
        this.catalogue = catalogue;
        this.problems = problems;
        this.steps = StepText.all(root);
        this.order = new StepOrder(steps);
    }

    void run() {
        checkNamesAreUnique();
        for (StepText step : steps) {
            checkWhatItDoes(step);
            step.body().scalar("undo").ifPresent(undo -> checkOperation("undo", undo));
            step.operation(catalogue).ifPresent(operation -> checkParameters(step, operation));
            step.needs().orElse(List.of()).forEach(needed -> checkNeed(step, needed));
        }
    }

    private void checkNamesAreUnique() {
        Map<String, StepText> seen = new HashMap<>();
        for (StepText step : steps) {
            Optional.ofNullable(seen.putIfAbsent(step.name(), step))
                    .ifPresent(first -> problems.add(
                            step.id().at(),
                            "the step '%s' is here twice; it is in line %d already"
                                    .formatted(step.name(), first.id().at().line())));
        }
    }

    private void checkWhatItDoes(StepText step) {
        Optional<Scalar> operation = step.body().scalar("operation");
        Optional<Scalar> script = step.body().scalar("script");
        operation.ifPresent(name -> checkOperation("operation", name));
        script.ifPresent(this::checkScript);
        if (step.body().entries().stream().noneMatch(this::saysWhatToDo)) {
            problems.add(step.id().at(), "step '%s' has no 'operation' (or 'script')".formatted(step.name()));
        }
        if (operation.isPresent() && script.isPresent()) {
            problems.addUnlessReported(
                    script.get().at(),
                    "step '%s' has both 'operation' and 'script'; leave one out".formatted(step.name()));
        }
    }

    /** A key that was refused may be a mistyped {@code operation}, or stand for a kind of step that isn't supported. */
    private boolean saysWhatToDo(Entry setting) {
        return setting.name().equals("operation")
                || setting.name().equals("script")
                || problems.isReported(setting.at());
    }

    private void checkOperation(String key, Scalar name) {
        if (catalogue.find(name.text()).isEmpty()) {
            boolean isId = name.text().contains(".");
            List<String> known = catalogue.all().stream()
                    .map(Operation::declaration)
                    .map(declaration -> isId ? declaration.id() : declaration.command())
                    .toList();
            problems.addUnlessReported(
                    name.at(),
                    "%s: there is no operation '%s'; %s"
                            .formatted(key, name.text(), NearNames.hint(name.text(), known)));
        }
    }

    private void checkScript(Scalar script) {
        if (catalogue.find(StepText.withoutEnding(script.text())).isEmpty()) {
            List<String> known = catalogue.all().stream()
                    .map(operation -> operation.declaration().command() + ".sh")
                    .toList();
            problems.addUnlessReported(
                    script.at(),
                    "script: there is no '%s'; %s".formatted(script.text(), NearNames.hint(script.text(), known)));
        }
    }

    private void checkParameters(StepText step, Operation<?> operation) {
        List<Described> described =
                ParameterBinding.describe(operation.declaration().parameters());
        List<String> known = described.stream().map(Described::option).toList();
        String command = operation.declaration().command();
        for (Entry given : step.parameters()) {
            Optional<Described> parameter = described.stream()
                    .filter(one -> one.option().equals(given.name()))
                    .findFirst();
            if (parameter.isEmpty()) {
                problems.addUnlessReported(
                        given.at(),
                        "'%s' is not a parameter of %s; %s"
                                .formatted(given.name(), command, NearNames.hint(given.name(), known)));
                continue;
            }
            given.value().asScalar().ifPresent(value -> checkValue(parameter.get(), value));
        }
    }

    private void checkValue(Described parameter, Scalar value) {
        wanted(parameter.type(), value.text())
                .ifPresent(wanted -> problems.addUnlessReported(
                        value.at(), "%s is %s; it must be %s".formatted(parameter.option(), value.describe(), wanted)));
    }

    /** What the value must be, when it isn't. */
    private static Optional<String> wanted(Class<?> type, String text) {
        if (type == boolean.class && !text.equals("true") && !text.equals("false")) {
            return Optional.of("true or false");
        }
        if (type == int.class && !text.matches("-?[0-9]{1,9}")) {
            return Optional.of("a whole number");
        }
        if (type == Duration.class && ParameterBinding.duration(text).isEmpty()) {
            return Optional.of("a duration such as 50ms, 15s, 5m or 1h");
        }
        return Optional.empty();
    }

    private void checkNeed(StepText step, Scalar needed) {
        String name = needed.text();
        if (!order.names().contains(name)) {
            problems.addUnlessReported(
                    needed.at(),
                    "needs: there is no step '%s'; %s".formatted(name, NearNames.hint(name, order.names())));
            return;
        }
        if (order.isBefore(name, step.name())) {
            return;
        }
        // A cycle has at least one need that points forward, so each is found here, once for every such need.
        problems.addUnlessReported(
                needed.at(),
                order.chain(name, step.name())
                        .map(chain -> "the steps wait for one another: %s -> %s"
                                .formatted(step.name(), String.join(" -> ", chain)))
                        .orElseGet(() -> "step '%s' needs '%s', which comes later: move '%s' up"
                                .formatted(step.name(), name, name)));
    }
}
