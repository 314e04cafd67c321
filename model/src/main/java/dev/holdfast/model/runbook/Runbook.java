package dev.holdfast.model.runbook;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A procedure: steps that depend on one another. It is no record only because it keeps an index of its steps: a run asks for them
 * all the time.
 */
public final class Runbook {
    private final String name;
    private final String title;
    private final List<String> triggers;
    private final List<String> parameters;
    private final List<Step> steps;
    private final String source;
    private final String hash;
    private final Map<String, Step> byId;

    /**
     * A procedure.
     *
     * @param name its file name without the ending
     * @param title one line for people
     * @param triggers conditions that start it, such as {@code database_primary_down}
     * @param parameters names that whoever starts it may give
     * @param steps in the order of the file; each needs only earlier ones
     * @param source the text that it was read from
     * @param hash SHA-256 of {@code source}, which a run is pinned to
     */
    public Runbook(
            String name,
            String title,
            List<String> triggers,
            List<String> parameters,
            List<Step> steps,
            String source,
            String hash) {
        this.name = name;
        this.title = title;
        this.triggers = List.copyOf(triggers);
        this.parameters = List.copyOf(parameters);
        this.steps = List.copyOf(steps);
        this.source = source;
        this.hash = hash;
        this.byId = this.steps.stream().collect(Collectors.toMap(Step::id, Function.identity()));
    }

    public String name() {
        return name;
    }

    public String title() {
        return title;
    }

    public List<String> triggers() {
        return triggers;
    }

    public List<String> parameters() {
        return parameters;
    }

    public List<Step> steps() {
        return steps;
    }

    public String source() {
        return source;
    }

    public String hash() {
        return hash;
    }

    public Step step(String id) {
        return Optional.ofNullable(byId.get(id))
                .orElseThrow(() -> new IllegalArgumentException("runbook %s has no step '%s'".formatted(name, id)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Runbook that && components().equals(that.components());
    }

    @Override
    public int hashCode() {
        return components().hashCode();
    }

    private List<Object> components() {
        return List.of(name, title, triggers, parameters, steps, source, hash);
    }

    @Override
    public String toString() {
        return "Runbook[%s, %d steps, %s]".formatted(name, steps.size(), hash);
    }
}
