package dev.holdfast.engine.run;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.text.TextHash;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Limits;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A runbook of one step, so that every call of an operation is a run in the journal. */
public final class SingleStep {
    private static final String CONFIRM = "confirm";
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private SingleStep() {}

    /**
     * Makes the runbook.
     *
     * @param parameters of the operation, by option name; {@code confirm} belongs to the run, and is left out
     * @param timeout for the step
     */
    public static Runbook of(Operation<?> operation, Map<String, String> parameters, Duration timeout) {
        Declaration<?> declaration = operation.declaration();
        Map<String, String> values = new TreeMap<>(parameters);
        values.remove(CONFIRM);
        Duration limit = timeout.compareTo(SHORTEST) < 0 ? SHORTEST : timeout.truncatedTo(ChronoUnit.MILLIS);
        Step step = new Step(
                declaration.command(),
                declaration.command(),
                values,
                List.of(),
                new Limits(limit, 0, RETRY_DELAY),
                Optional.empty(),
                FailurePolicy.STOP,
                Optional.empty());
        String source = source(declaration, values, limit);
        return new Runbook(
                declaration.command(),
                declaration.summary(),
                List.of(),
                List.of(),
                List.of(step),
                source,
                TextHash.of(source));
    }

    private static String source(Declaration<?> declaration, Map<String, String> values, Duration timeout) {
        String with = values.entrySet().stream()
                .map(value -> "%s: %s".formatted(value.getKey(), quoted(value.getValue())))
                .collect(Collectors.joining(", ", "{", "}"));
        return """
                name: %s
                steps:
                  - %s: { operation: %s, timeout: %s, with: %s }
                """.formatted(
                        quoted(declaration.summary()),
                        declaration.command(),
                        declaration.command(),
                        DurationText.format(timeout),
                        with);
    }

    /** Double-quoted YAML, which escapes as JSON does. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (Character.isISOControl(c)) {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
