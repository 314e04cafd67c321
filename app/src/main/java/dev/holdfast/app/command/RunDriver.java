package dev.holdfast.app.command;

import dev.holdfast.app.output.RunDocument;
import dev.holdfast.app.terminal.LiveLine;
import dev.holdfast.app.terminal.RunProgress;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.RunHistory.RecordedRun;
import dev.holdfast.engine.run.Request;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Drives a run to its end, and shows it while it goes on. */
public final class RunDriver {
    private static final String CONFIRM = "confirm";

    private final Invocation invocation;
    private final Terminal terminal;
    private final AtomicReference<Optional<RunId>> underWay = new AtomicReference<>(Optional.empty());

    public RunDriver(Invocation invocation) {
        this.invocation = invocation;
        this.terminal = invocation.terminal();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::sayGoodbye));
    }

    /** Starts a run and drives it; asks for a missing confirmation where somebody can be asked. Returns the exit code. */
    public int start(Runbook runbook, Map<String, String> parameters) {
        try (Installation installation = invocation.installation()) {
            RunEngine engine = installation.engine();
            List<String> steps = runbook.steps().stream().map(Step::id).toList();
            RunId run = engine.start(runbook, parameters, new Request(Mode.AUTO, "command line", Actor.UNKNOWN));
            RecordedRun ended = drive(installation, engine, run, steps);
            if (isUnconfirmed(ended) && mayAsk(parameters) && terminal.confirms("\nDo this?")) {
                Map<String, String> confirmed = new HashMap<>(parameters);
                confirmed.put(CONFIRM, "true");
                run = engine.start(
                        runbook,
                        confirmed,
                        new Request(Mode.AUTO, "command line, confirmed at the terminal", Actor.UNKNOWN));
                ended = drive(installation, engine, run, steps);
            }
            return report(ended);
        }
    }

    /** Goes on with a run that was interrupted, named by its identity or {@code latest}. Returns the exit code. */
    public int resume(String wanted) {
        try (Installation installation = invocation.installation()) {
            RecordedRun found = installation.history().find(wanted);
            List<String> ahead = found.state().steps().stream()
                    .filter(step -> step.status() == StepStatus.PENDING)
                    .map(StepState::id)
                    .toList();
            return report(drive(installation, installation.engine(), found.id(), ahead));
        }
    }

    private boolean mayAsk(Map<String, String> parameters) {
        return terminal.interactive() && !invocation.json() && !parameters.containsKey(CONFIRM);
    }

    private static boolean isUnconfirmed(RecordedRun run) {
        return run.state().steps().stream()
                .flatMap(step -> step.problem().stream())
                .anyMatch(problem -> problem.code() == ErrorCode.CONFIRMATION_MISSING);
    }

    /**
     * Drives a run until it is over.
     *
     * @param steps that are not begun yet, in the order of the runbook
     */
    private RecordedRun drive(Installation installation, RunEngine engine, RunId run, List<String> steps) {
        underWay.set(Optional.of(run));
        if (invocation.json()) {
            engine.execute(run, _ -> {});
        } else {
            try (LiveLine line = new LiveLine(terminal)) {
                RunProgress progress = new RunProgress(terminal.outPalette(), line, steps);
                engine.execute(run, progress::recorded);
            }
        }
        underWay.set(Optional.empty());
        return installation.history().find(run.value());
    }

    /** Says how to go on when the process is stopped in the middle of a run. */
    private void sayGoodbye() {
        underWay.get()
                .ifPresent(run -> terminal.err()
                        .printf(
                                "%n%s %s%n  next: `holdfast run resume %s`%n",
                                ErrorCode.INTERRUPTED.id(), ErrorCode.INTERRUPTED.title(), run));
    }

    private int report(RecordedRun run) {
        Optional<Failure> failure = Failure.of(run.state()).map(this::withLineToType);
        if (invocation.json()) {
            Map<String, Object> document = RunDocument.of(run);
            failure.ifPresent(found -> document.put("error", found.json()));
            invocation.print(document);
        } else {
            failure.ifPresent(found -> found.report(terminal, false));
        }
        return failure.map(Failure::exitCode).orElse(0);
    }

    private Failure withLineToType(Failure failure) {
        return failure.code() == ErrorCode.CONFIRMATION_MISSING
                ? failure.withNextMove("`%s`".formatted(invocation.lineWith("--" + CONFIRM)))
                : failure;
    }
}
