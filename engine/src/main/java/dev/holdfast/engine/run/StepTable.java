package dev.holdfast.engine.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The states of the steps of a run, found by name at once: a run may have thousands. It never changes. */
public final class StepTable {
    private final List<StepState> steps;
    private final Map<String, Integer> places;

    private StepTable(List<StepState> steps, Map<String, Integer> places) {
        this.steps = Collections.unmodifiableList(steps);
        this.places = places;
    }

    static StepTable of(List<StepState> steps) {
        Map<String, Integer> places = new HashMap<>();
        for (StepState step : steps) {
            places.put(step.id(), places.size());
        }
        return new StepTable(new ArrayList<>(steps), places);
    }

    /** In the order of the runbook. */
    public List<StepState> all() {
        return steps;
    }

    /** The step of that name, if there is one. */
    public Optional<StepState> find(String id) {
        return Optional.ofNullable(places.get(id)).map(steps::get);
    }

    /** The table with this step changed; a step that isn't known is added as pending first. */
    StepTable with(String id, UnaryOperator<StepState> change) {
        Integer place = places.get(id);
        if (place == null) {
            List<StepState> longer = new ArrayList<>(steps);
            longer.add(change.apply(StepState.pending(id, Optional.empty())));
            return of(longer);
        }
        List<StepState> then = new ArrayList<>(steps);
        then.set(place, change.apply(steps.get(place)));
        return new StepTable(then, places);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StepTable table && steps.equals(table.steps);
    }

    @Override
    public int hashCode() {
        return steps.hashCode();
    }

    @Override
    public String toString() {
        return steps.toString();
    }
}
