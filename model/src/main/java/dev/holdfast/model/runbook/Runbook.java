package dev.holdfast.model.runbook;

import java.util.List;

/**
 * A procedure: steps that depend on one another.
 *
 * @param name its file name without the ending
 * @param title one line for people
 * @param triggers conditions that start it, such as {@code database_primary_down}
 * @param parameters names that whoever starts it may give
 * @param steps in the order of the file; each needs only earlier ones
 * @param source the text that it was read from
 * @param hash SHA-256 of {@code source}, which a run is pinned to
 */
public record Runbook(
        String name,
        String title,
        List<String> triggers,
        List<String> parameters,
        List<Step> steps,
        String source,
        String hash) {

    public Runbook {
        triggers = List.copyOf(triggers);
        parameters = List.copyOf(parameters);
        steps = List.copyOf(steps);
    }

    public Step step(String id) {
        return steps.stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("runbook %s has no step '%s'".formatted(name, id)));
    }
}
