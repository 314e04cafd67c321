package dev.holdfast.app.command;

import dev.holdfast.app.output.RunDocument;
import dev.holdfast.app.simulation.SimulationCommand;
import dev.holdfast.app.terminal.LiveLine;
import dev.holdfast.app.terminal.RunProgress;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.RunHistory.RecordedRun;
import dev.holdfast.engine.run.OpenQuestion;
import dev.holdfast.engine.run.Request;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunListener;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Drives a run to its end, and shows it while it goes on.
 *
 * <p>At a terminal it stays while the run waits for people; elsewhere it leaves the run as it is and says who must do what.
 */
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
    public int start(Runbook runbook, Map<String, String> parameters, Mode mode) {
        if (mode == Mode.SIMULATION) {
            return SimulationCommand.run(invocation, runbook, parameters);
        }
        try (Installation installation = invocation.installation()) {
            RecordedRun ended = drive(installation, begin(installation, runbook, parameters, mode, "command line"));
            if (isUnconfirmed(ended) && mayAsk(parameters) && terminal.confirms("\nDo this?")) {
                Map<String, String> confirmed = new HashMap<>(parameters);
                confirmed.put(CONFIRM, "true");
                String reason = "command line, confirmed at the terminal";
                ended = drive(installation, begin(installation, runbook, confirmed, mode, reason));
            }
            return report(ended);
        }
    }

    private RecordedRun begin(
            Installation installation, Runbook runbook, Map<String, String> parameters, Mode mode, String reason) {
        Request request = new Request(
                mode, reason, installation.people().requester(invocation.caller(), runbook, needed(runbook)));
        RunId run = installation.engine().start(runbook, parameters, request);
        List<Recorded> events = installation.journal().read(run);
        return new RecordedRun(events, RunState.fold(runbook, events), Optional.of(runbook));
    }

    /** To look needs no more than the right to look. */
    private Role needed(Runbook runbook) {
        boolean onlyReads = runbook.steps().stream()
                .map(step -> invocation.catalogue().get(step.operation()).declaration())
                .allMatch(declaration -> declaration.danger() == Danger.READS);
        return onlyReads ? Role.VIEWER : Role.OPERATOR;
    }

    /** Goes on with a run that was interrupted, named by its identity or {@code latest}. Returns the exit code. */
    public int resume(String wanted) {
        try (Installation installation = invocation.installation()) {
            return report(drive(installation, installation.history().find(wanted)));
        }
    }

    /** Goes on with a run for which this order was just placed, unless another process does. Returns the exit code. */
    int goOn(Installation installation, RecordedRun run, Order order) {
        try {
            if (run.state().isOver()) {
                installation.engine().reopen(run.id(), invocation.caller().actor());
            }
            RecordedRun after =
                    drive(installation, installation.history().find(run.id().value()));
            return report(after, endedAsOrdered(after, order) ? Optional.empty() : Failure.of(after));
        } catch (HoldfastException busy) {
            if (busy.code() != ErrorCode.RUN_BUSY) {
                throw busy;
            }
            if (!invocation.json()) {
                invocation.print(List.of("the process that executes the run takes the order"));
            }
            return 0;
        }
    }

    /** A run that was to be ended, and was, has not failed. */
    private static boolean endedAsOrdered(RecordedRun run, Order order) {
        return order instanceof Order.Abort
                && run.state()
                        .outcome()
                        .filter(outcome -> outcome == RunOutcome.ABORTED || outcome == RunOutcome.UNDONE)
                        .isPresent();
    }

    private boolean mayAsk(Map<String, String> parameters) {
        return terminal.interactive() && !invocation.json() && !parameters.containsKey(CONFIRM);
    }

    private static boolean isUnconfirmed(RecordedRun run) {
        return run.state().steps().stream()
                .flatMap(step -> step.problem().stream())
                .anyMatch(problem -> problem.code() == ErrorCode.CONFIRMATION_MISSING);
    }

    /** Drives a run until it is over, or until it waits for people whom this process doesn't wait for. */
    private RecordedRun drive(Installation installation, RecordedRun run) {
        underWay.set(Optional.of(run.id()));
        if (invocation.json()) {
            installation.engine().executeUntilHeld(run.id(), _ -> {});
        } else {
            show(installation, run);
        }
        underWay.set(Optional.empty());
        return installation.history().find(run.id().value());
    }

    private void show(Installation installation, RecordedRun run) {
        try (LiveLine line = new LiveLine(terminal)) {
            RunProgress progress = new RunProgress(terminal.outPalette(), line, ahead(run));
            run.questions().stream()
                    .filter(OpenQuestion.Held.class::isInstance)
                    .map(OpenQuestion.Held.class::cast)
                    .forEach(held -> progress.plan(held.step(), held.plan()));
            RunEngine engine = installation.engine();
            if (!terminal.interactive()) {
                engine.executeUntilHeld(run.id(), progress);
                return;
            }
            try (Guide guide = guide(installation, run, line)) {
                engine.execute(run.id(), new Guided(progress, guide));
            }
        }
    }

    /** Shows a run to somebody who may have a say in it. */
    private record Guided(RunProgress progress, Guide guide) implements RunListener {
        @Override
        public void recorded(Recorded event) {
            progress.recorded(event);
            guide.recorded(event);
        }

        @Override
        public void progress(String step, String text) {
            progress.progress(step, text);
        }
    }

    private Guide guide(Installation installation, RecordedRun run, LiveLine line) {
        Runbook runbook = run.runbook()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.RUNBOOK_INVALID, "this version can't read the runbook of run " + run.id()));
        Steering steering = new Steering(installation, invocation.caller());
        return new Guide(
                runbook,
                run.events(),
                line,
                terminal.outPalette(),
                order -> steering.place(installation.history().find(run.id().value()), order));
    }

    /** Steps that are not begun yet, in the order of the runbook. */
    private static List<String> ahead(RecordedRun run) {
        return run.state().steps().stream()
                .filter(step -> step.status() == StepStatus.PENDING)
                .map(StepState::id)
                .toList();
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
        return report(run, Failure.of(run));
    }

    private int report(RecordedRun run, Optional<Failure> found) {
        Optional<Failure> failure = found.map(this::withLineToType);
        if (invocation.json()) {
            Map<String, Object> document = RunDocument.of(run);
            failure.ifPresent(problem -> document.put("error", problem.json()));
            invocation.print(document);
        } else {
            failure.ifPresent(problem -> problem.report(terminal, false));
        }
        return failure.map(Failure::exitCode).orElse(0);
    }

    private Failure withLineToType(Failure failure) {
        return failure.code() == ErrorCode.CONFIRMATION_MISSING
                ? failure.withNextMove("`%s`".formatted(invocation.lineWith("--" + CONFIRM)))
                : failure;
    }
}
