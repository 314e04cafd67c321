package dev.holdfast.app.drill;

import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.runbook.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the time between a fault and the first served client went.
 *
 * @param phases in order; together they last from the fault to the first acknowledged write
 */
public record Phases(List<Phase> phases) {

    /** One stretch of a recovery. */
    public record Phase(String name, Duration took) {}

    public Phases {
        phases = List.copyOf(phases);
    }

    public Duration total() {
        return phases.stream().map(Phase::took).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Splits a recovery by what the journal recorded. A boundary that lies after the first acknowledged write is cut there:
     * clients can be served before Holdfast has finished proving it.
     *
     * @param served when a client's write was first acknowledged after the fault
     */
    static Phases of(Runbook runbook, List<Recorded> events, Instant fault, Instant served) {
        List<Phase> phases = new ArrayList<>();
        Instant from = fault;
        for (Boundary boundary : boundaries(runbook)) {
            Optional<Instant> to = events.stream()
                    .filter(recorded -> boundary.ends().test(recorded.event()))
                    .map(Recorded::at)
                    .findFirst();
            if (to.isEmpty()) {
                continue;
            }
            Instant end = clamp(to.get(), from, served);
            phases.add(new Phase(boundary.phase(), Duration.between(from, end)));
            from = end;
        }
        phases.add(new Phase("serve", Duration.between(from, clamp(served, from, served))));
        return new Phases(phases);
    }

    private record Boundary(String phase, Predicate<Event> ends) {}

    private static List<Boundary> boundaries(Runbook runbook) {
        return List.of(
                new Boundary("detect", Event.RunStarted.class::isInstance),
                new Boundary("decide", started(runbook, "fence-primary")),
                new Boundary("fence", proved(runbook, "fence-primary")),
                new Boundary("promote", proved(runbook, "promote-replica")),
                new Boundary("repoint", proved(runbook, "update-database-endpoints")));
    }

    private static Predicate<Event> started(Runbook runbook, String operation) {
        return event -> event instanceof Event.StepStarted step && isOperation(runbook, step.step(), operation);
    }

    private static Predicate<Event> proved(Runbook runbook, String operation) {
        return event -> event instanceof Event.StepProved step && isOperation(runbook, step.step(), operation);
    }

    private static boolean isOperation(Runbook runbook, String step, String operation) {
        return runbook.step(step).operation().equals(operation);
    }

    private static Instant clamp(Instant wanted, Instant earliest, Instant latest) {
        Instant capped = wanted.isAfter(latest) ? latest : wanted;
        return capped.isBefore(earliest) ? earliest : capped;
    }
}
