package dev.holdfast.engine.run;

import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a run: the fold over its events, and nothing else.
 *
 * @param version how many events it has
 * @param begin its first event
 * @param table its steps
 * @param steering what people told it
 * @param end when it is over
 */
public record RunState(
        RunId run,
        long version,
        Event.RunStarted begin,
        Instant startedAt,
        StepTable table,
        Steering steering,
        Optional<End> end) {

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
        RunState state = new RunState(
                first.run(), first.index(), begin, first.at(), StepTable.of(steps), Steering.NONE, Optional.empty());
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

    public boolean isGuided() {
        return begin.mode() == Mode.GUIDED;
    }

    public boolean isOver() {
        return end.isPresent();
    }

    public Optional<RunOutcome> outcome() {
        return end.map(End::outcome);
    }

    /** In the order of the runbook; in the order of their first events when only the events are known. */
    public List<StepState> steps() {
        return table.all();
    }

    public StepState step(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("run %s has no step '%s'".formatted(run, id)));
    }

    /** The step of that name, if there is one. */
    public Optional<StepState> find(String id) {
        return table.find(id);
    }

    /** The state after one more event. */
    RunState after(Recorded recorded) {
        return switch (recorded.event()) {
            case Event.RunStarted _ ->
                throw new IllegalArgumentException("run %s was started twice".formatted(recorded.run()));
            case Event.RunResumed _ -> with(recorded, table, steering, end);
            case Event.RunReopened _ -> with(recorded, table, steering.reopened(), Optional.empty());
            case Event.RunFinished finished ->
                with(
                        recorded,
                        table,
                        steering,
                        Optional.of(new End(finished.outcome(), finished.summary(), recorded.at())));
            case Event.OrderTaken taken ->
                with(recorded, tableAfter(recorded, taken.placed()), steering.after(taken.placed()), end);
            case Event.OrderDeclined declined -> with(recorded, table, steering.after(declined.number()), end);
            case Event.StepNoted noted when find(noted.step()).isEmpty() -> with(recorded, table, steering, end);
            case Event.OfStep event ->
                with(recorded, table.with(event.step(), step -> step.after(recorded, event)), steering, end);
        };
    }

    private RunState with(Recorded recorded, StepTable then, Steering steered, Optional<End> ending) {
        return new RunState(run, recorded.index(), begin, startedAt, then, steered, ending);
    }

    private StepTable tableAfter(Recorded recorded, PlacedOrder placed) {
        return placed.order() instanceof Order.OfStep order
                        && find(order.step()).isPresent()
                ? table.with(order.step(), step -> step.ordered(recorded, placed.by(), order))
                : table;
    }
}
