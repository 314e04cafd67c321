package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.operation.ParameterBinding.Described;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether what a step gives to its operation are parameters of it, of the right kind. */
final class ParameterChecks {
    private final Problems problems;

    ParameterChecks(Problems problems) {
        this.problems = problems;
    }

    void check(StepText step, Operation<?> operation) {
        List<Described> described =
                ParameterBinding.describe(operation.declaration().parameters());
        String command = operation.declaration().command();
        step.with().forEach(given -> checkGiven(given, described, command));
        step.body().entry(StepText.DURATION).ifPresent(duration -> checkDuration(step, duration, described, command));
    }

    private void checkGiven(Entry given, List<Described> described, String command) {
        Optional<Described> parameter = find(given.name(), described);
        if (parameter.isEmpty()) {
            List<String> known = described.stream().map(Described::option).toList();
            problems.addUnlessReported(
                    given.at(),
                    "'%s' is not a parameter of %s; %s"
                            .formatted(given.name(), command, NearNames.hint(given.name(), known)));
            return;
        }
        given.value().asScalar().ifPresent(value -> checkValue(parameter.get(), value));
    }

    private static Optional<Described> find(String option, List<Described> described) {
        return described.stream().filter(one -> one.option().equals(option)).findFirst();
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

    private void checkDuration(StepText step, Entry duration, List<Described> described, String command) {
        if (find(StepText.DURATION, described).isEmpty()) {
            problems.addUnlessReported(
                    duration.at(), "%s lasts as long as it lasts; for a limit write 'timeout'".formatted(command));
        } else if (step.with().stream().anyMatch(given -> given.name().equals(StepText.DURATION))) {
            problems.addUnlessReported(duration.at(), "'duration' is also given under 'with'; leave one out");
        }
    }
}
