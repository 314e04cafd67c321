package dev.holdfast.app.terminal;

import dev.holdfast.engine.run.OpenQuestion;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows a run that was recorded. */
public final class RunPage {
    private final Palette palette;

    public RunPage(Palette palette) {
        this.palette = palette;
    }

    /** How a run ended, or where it stands. */
    public static String status(RunState state, Palette palette) {
        Optional<RunOutcome> outcome = state.outcome();
        if (outcome.isEmpty()) {
            return palette.yellow("not finished");
        }
        String word = lower(outcome.get());
        return outcome.get() == RunOutcome.SUCCEEDED ? palette.green(word) : palette.red(word);
    }

    /** The steps and what became of them. */
    public List<String> steps(RunState state, List<OpenQuestion> questions) {
        List<String> lines = new ArrayList<>();
        lines.add("%s  run %s  %s".formatted(palette.bold(state.runbook()), state.run(), status(state, palette)));
        lines.add("started %s by %s: %s"
                .formatted(
                        state.startedAt(),
                        state.begin().requestedBy(),
                        state.begin().reason()));
        lines.add("");
        Table table = new Table().row("STEP", "OPERATION", "STATUS", "TRIES", "TOOK", "EVIDENCE");
        state.steps()
                .forEach(step -> table.row(
                        step.id(),
                        step.operation().orElse(""),
                        lower(step.status()),
                        Integer.toString(step.attempts()),
                        took(step),
                        findings(step)));
        lines.addAll(table.lines());
        if (state.outcome().isEmpty()) {
            lines.add("");
            questions.forEach(question -> {
                lines.add(palette.yellow("waits: ") + QuestionText.of(question));
                lines.add("       " + QuestionText.command(state.run(), question));
            });
            lines.add("go on with it: holdfast run resume " + state.run());
        }
        return lines;
    }

    private static String findings(StepState step) {
        return step.problem()
                .map(problem -> "%s %s".formatted(problem.code().id(), problem.reason()))
                .orElseGet(step::evidence)
                .replace("\n", "; ");
    }

    private static String took(StepState step) {
        Optional<Instant> started = step.started();
        Optional<Instant> ended = step.ended();
        return started.isPresent() && ended.isPresent()
                ? Durations.show(Duration.between(started.get(), ended.get()))
                : "";
    }

    /** Every event, one a line. */
    public static List<String> events(List<Recorded> events) {
        Table table = new Table();
        for (Recorded recorded : events) {
            table.row(Long.toString(recorded.index()), recorded.at().toString(), oneLine(recorded.event()));
        }
        return table.lines();
    }

    private static String oneLine(Event event) {
        return event.toString().replace("\n", "\\n");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
