package dev.holdfast.engine.run;

import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.runbook.Runbook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a run: the fold over its events, and nothing else.
 *
 * @param version how many events it has
 * @param begin its first event
 * @param steps in the order of the runbook; in the order of their first events when only the events are known
 * @param end when it is over
 */
public record RunState(
        RunId run, long version, Event.RunStarted begin, Instant startedAt, List<StepState> steps, Optional<End> end) {

    public RunState {
        steps = List.copyOf(steps);
    }

    /** How it ended. */
    public record End(RunOutcome outcome, String summary, Instant at) {}

    /** The state as far as the events tell: a step of which nothing is recorded is missing. */
    public static RunState fold(List<Recorded> events) {
        return fold(List.of(), events);
    }

    /** The state with every step of the runbook that the run is pinned to. */
    public static RunState fold(Runbook runbook, List<Recorded> events) {
        return fold(
                runbook.steps().stream()
                        .map(step -> StepState.pending(step.id(), Optional.of(step.operation())))
                        .toList(),
                events);
    }

    private static RunState fold(List<StepState> steps, List<Recorded> events) {
        if (events.isEmpty() || !(events.getFirst().event() instanceof Event.RunStarted begin)) {
            throw new IllegalArgumentException("the events of a run begin with the one that started it");
        }
        Recorded first = events.getFirst();
        RunState state = new RunState(first.run(), first.index(), begin, first.at(), steps, Optional.empty());
        for (Recorded recorded : events.subList(1, events.size())) {
            state = state.after(recorded);
        }
        return state;
    }

    /** Name of the runbook. */
    public String runbook() {
        return begin.runbook();
    }

    /** What whoever started it gave. */
    public Map<String, String> parameters() {
        return begin.parameters();
    }

    public boolean isOver() {
        return end.isPresent();
    }

    public Optional<RunOutcome> outcome() {
        return end.map(End::outcome);
    }

    public StepState step(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("run %s has no step '%s'".formatted(run, id)));
    }

    private Optional<StepState> find(String id) {
        return steps.stream().filter(step -> step.id().equals(id)).findFirst();
    }

    /** The state after one more event. */
    RunState after(Recorded recorded) {
        return switch (recorded.event()) {
            case Event.RunStarted _ ->
                throw new IllegalArgumentException("run %s was started twice".formatted(recorded.run()));
            case Event.RunResumed _, Event.RunReopened _, Event.OrderTaken _, Event.OrderDeclined _ ->
                with(recorded, steps, end);
            case Event.RunFinished finished ->
                with(recorded, steps, Optional.of(new End(finished.outcome(), finished.summary(), recorded.at())));
            case Event.StepNoted noted when find(noted.step()).isEmpty() -> with(recorded, steps, end);
            case Event.OfStep event -> with(recorded, stepsAfter(recorded, event), end);
        };
    }

    private RunState with(Recorded recorded, List<StepState> then, Optional<End> ending) {
        return new RunState(run, recorded.index(), begin, startedAt, then, ending);
    }

    private List<StepState> stepsAfter(Recorded recorded, Event.OfStep event) {
        List<StepState> then = new ArrayList<>(steps);
        if (find(event.step()).isEmpty()) {
            then.add(StepState.pending(event.step(), Optional.empty()));
        }
        then.replaceAll(step -> step.id().equals(event.step()) ? step.after(recorded, event) : step);
        return then;
    }
}
