package dev.holdfast.app.terminal;

import dev.holdfast.engine.run.RunListener;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows a run while it goes on: what is planned, what is happening and for how long, what was proved, what comes next. */
public final class RunProgress implements RunListener {
    private static final String INDENT = "    ";

    private final Palette palette;
    private final LiveLine line;
    private final Map<String, Flight> flights = new LinkedHashMap<>();
    private final List<String> ahead;
    private final Map<String, Plan> plans = new HashMap<>();
    private Instant began = Instant.MAX;

    /** A step that is under way. */
    private record Flight(Instant since, String doing) {}

    /**
     * Progress above and on a live line.
     *
     * @param steps that are not begun yet, in the order of the runbook
     */
    public RunProgress(Palette palette, LiveLine line, List<String> steps) {
        this.palette = palette;
        this.line = line;
        this.ahead = new ArrayList<>(steps);
    }

    /** Shows what was just recorded. */
    @Override
    public synchronized void recorded(Recorded recorded) {
        if (began.isAfter(recorded.at())) {
            began = recorded.at();
        }
        if (recorded.event() instanceof Event.OfStep event) {
            ahead.remove(event.step());
        }
        show(recorded);
        refresh();
    }

    @Override
    public synchronized void progress(String step, String text) {
        flights.computeIfPresent(step, (_, flight) -> new Flight(flight.since(), text));
        refresh();
    }

    private void refresh() {
        Map<String, Flight> now = new LinkedHashMap<>(flights);
        String next = ahead.isEmpty() ? "" : "; next: " + ahead.getFirst();
        line.show(() -> live(now, next));
    }

    /** Is asked by the thread that paints, so it only sees what does not change. */
    private String live(Map<String, Flight> current, String next) {
        if (current.isEmpty()) {
            return "";
        }
        Instant now = Instant.now();
        String doing = current.entrySet().stream()
                .map(flight -> "%s %s %s"
                        .formatted(
                                Durations.clock(
                                        Duration.between(flight.getValue().since(), now)),
                                flight.getKey(),
                                flight.getValue().doing()))
                .collect(Collectors.joining(", "));
        return palette.dim("  " + doing + next);
    }

    private void show(Recorded recorded) {
        Instant at = recorded.at();
        switch (recorded.event()) {
            case Event.RunStarted started ->
                line.print("%s  run %s".formatted(palette.bold(started.runbook()), recorded.run()));
            case Event.RunResumed resumed -> line.print("run %s resumed by %s".formatted(recorded.run(), resumed.by()));
            case Event.RunReopened reopened ->
                line.print("run %s reopened by %s".formatted(recorded.run(), reopened.by()));
            case Event.OrderTaken taken -> line.print(OrderText.of(taken.placed()));
            case Event.OrderDeclined declined ->
                line.print("order %d of %s is not followed: %s"
                        .formatted(declined.number(), declined.by(), declined.reason()));
            case Event.StepHeld held -> held(recorded.run(), held, at);
            case Event.StepPermitted permitted ->
                note("permitted by %s: %s".formatted(permitted.permission(), permitted.detail()));
            case Event.StepSlow slow ->
                note("slow: three of four took less than %s (of %d)"
                        .formatted(Durations.show(slow.usual()), slow.samples()));
            case Event.StepPlanned planned -> {
                take(planned.step(), at, "is planned");
                // After people said yes a step is planned again, and mostly in the same way.
                if (!planned.plan().equals(plans.put(planned.step(), planned.plan()))) {
                    plan(planned.step(), planned.plan());
                }
            }
            case Event.RestorePointRecorded point ->
                note("restore point %s recorded".formatted(point.point().id()));
            case Event.StepStarted started -> {
                take(started.step(), at, started.attempt() == 1 ? "acts" : "acts, attempt " + started.attempt());
            }
            case Event.StepPerformed performed -> take(performed.step(), at, "proves its effect");
            case Event.StepNoted noted -> note(noted.text());
            case Event.StepProved proved -> proved(proved, at);
            case Event.StepRefused refused -> failed(refused.step(), "refused", refused.reason(), at);
            case Event.StepFailed failed when failed.last() -> failed(failed.step(), "failed", failed.reason(), at);
            case Event.StepFailed failed ->
                note("attempt %d failed: %s; trying again".formatted(failed.attempt(), failed.reason()));
            case Event.UndoStarted undo -> {
                take(undo.step(), at, "is being taken back");
                line.print("%s %s  taken back with %s".formatted(palette.yellow("<"), undo.step(), undo.operation()));
            }
            case Event.UndoProved undo ->
                done(palette.green("\u2713"), undo.step() + " taken back", undo.evidence(), at);
            case Event.UndoFailed undo -> failed(undo.step(), "not taken back", undo.reason(), at);
            case Event.RunFinished finished -> finished(finished, at);
        }
    }

    private void held(RunId run, Event.StepHeld held, Instant at) {
        take(held.step(), at, "waits for people, plan " + held.digest());
        held.approval()
                .ifPresent(rule -> line.print(INDENT
                        + palette.yellow("waits until %s for %d approval%s: "
                                .formatted(held.until(), rule.people(), rule.people() == 1 ? "" : "s"))
                        + QuestionText.approval(run, held.step(), held.digest())));
    }

    private void take(String step, Instant at, String doing) {
        Instant since = flights.containsKey(step) ? flights.get(step).since() : at;
        flights.put(step, new Flight(since, doing));
    }

    /** What a step would do, also one that waited before anybody looked. */
    public synchronized void plan(String step, Plan plan) {
        plans.put(step, plan);
        line.print("%s %s  %s".formatted(palette.cyan("\u25b8"), palette.bold(step), plan.summary()));
        plan.changes().forEach(change -> line.print(INDENT + "- " + change));
        if (plan.needsConfirmation()) {
            line.print(INDENT + palette.yellow("! " + plan.confirmation()));
        }
    }

    private void note(String text) {
        line.print(INDENT + palette.dim(text));
    }

    private void proved(Event.StepProved proved, Instant at) {
        String mark = palette.green(proved.performed() ? "\u2713" : "=");
        done(mark, proved.step(), proved.evidence(), at);
    }

    private void done(String mark, String what, String evidence, Instant at) {
        line.print(
                "%s %s  %s  %s".formatted(mark, palette.bold(what), palette.dim(land(what, at)), indented(evidence)));
    }

    private void failed(String step, String how, String reason, Instant at) {
        String mark = palette.red("\u2717");
        String name = palette.bold(step);
        line.print("%s %s  %s  %s: %s".formatted(mark, name, palette.dim(land(step, at)), how, indented(reason)));
    }

    /** Ends the flight of a step, and tells how long it took. */
    private String land(String step, Instant at) {
        Flight flight = flights.remove(step.split(" ", 2)[0]);
        return flight == null ? "" : Durations.show(Duration.between(flight.since(), at));
    }

    private void finished(Event.RunFinished finished, Instant at) {
        flights.clear();
        String took = Durations.show(Duration.between(began, at));
        String word = finished.outcome().name().toLowerCase(Locale.ROOT);
        String shown = finished.outcome() == RunOutcome.SUCCEEDED ? palette.green(word) : palette.red(word);
        line.print("%s in %s  %s".formatted(shown, took, finished.summary()));
    }

    private static String indented(String text) {
        return text.strip().replace("\n", "\n" + INDENT);
    }
}
