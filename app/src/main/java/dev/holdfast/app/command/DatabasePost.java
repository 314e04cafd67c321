package dev.holdfast.app.command;

import dev.holdfast.app.terminal.LiveLine;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.RunProgress;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.LiveSite;
import dev.holdfast.engine.recovery.AutomaticRecovery;
import dev.holdfast.engine.recovery.AutomaticRecovery.Recovery;
import dev.holdfast.engine.recovery.AutomaticRuns;
import dev.holdfast.engine.recovery.Rehearsal;
import dev.holdfast.engine.recovery.StandingWatch;
import dev.holdfast.engine.recovery.Turn;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The watch over one database, for as long as the process lives.
 *
 * @param turn of its failovers
 */
record DatabasePost(
        Installation installation,
        LiveSite site,
        StandingWatch watch,
        Runbook runbook,
        LiveLine line,
        Palette palette,
        Turn turn) {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    void stand() throws InterruptedException {
        RunEngine engine = installation.engine(site);
        AutomaticRecovery recovery = new AutomaticRecovery(
                watch,
                engine,
                runbook,
                new AutomaticRuns(installation.journal()),
                installation.people().controls(),
                turn);
        installation.journal().prepareToWrite();
        recovery.finish(unfinished(engine), listener());
        while (!Thread.currentThread().isInterrupted()) {
            String primary = takeUp();
            line.print("%s  watching %s".formatted(palette.dim(Instant.now().toString()), palette.bold(primary)));
            new Rehearsal(installation.catalogue(), site)
                    .untilFluent(runbook)
                    .forEach(step -> line.print(palette.dim("  rehearsed %s: %s"
                            .formatted(
                                    step.step(), step.said().lines().findFirst().orElse("")))));
            recovery.coolDownUntil()
                    .ifPresent(until -> line.print(palette.yellow("cooling down until %s: ".formatted(until))
                            + "nothing is started by itself before"));
            line.show(this::verdict);
            Recovery recovered = recovery.recoverNext(listener());
            line.print("%s  run %s %s"
                    .formatted(palette.dim(Instant.now().toString()), recovered.run(), recovered.outcome()));
        }
    }

    /** A watch that starts while no primary answers waits for one: that is no reason to go. */
    private String takeUp() throws InterruptedException {
        while (true) {
            try {
                return watch.takeUp();
            } catch (HoldfastException failure) {
                if (failure.code() != ErrorCode.PRIMARY_MISSING) {
                    throw failure;
                }
                line.print(palette.yellow("no primary to watch yet: ") + failure.attempted());
                Thread.sleep(LOOK_AGAIN);
            }
        }
    }

    private String verdict() {
        return watch.verdict()
                .map(now -> "  %s: %s".formatted(now.getClass().getSimpleName(), now.reason()))
                .orElse("");
    }

    /** Oldest first: what was begun is finished before anything new is begun. */
    private List<RunId> unfinished(RunEngine engine) {
        return installation.journal().runs(Integer.MAX_VALUE).reversed().stream()
                .filter(run -> isMine(engine.state(run)))
                .toList();
    }

    private boolean isMine(RunState run) {
        return !run.isOver() && run.runbook().equals(runbook.name());
    }

    private AutomaticRecovery.Listener listener() {
        RunProgress progress = new RunProgress(
                palette, line, runbook.steps().stream().map(Step::id).toList());
        return new AutomaticRecovery.Listener() {
            @Override
            public void down(Verdict.Down verdict) {
                line.print(palette.red("down, " + verdict.cause()) + ": " + verdict.reason());
            }

            @Override
            public void barred(Verdict.Down verdict, String objection) {
                line.print("%s  %s: %s"
                        .formatted(
                                palette.dim(Instant.now().toString()),
                                palette.red("down, " + verdict.cause()),
                                verdict.reason()));
                line.print(palette.red("  " + objection));
                line.print("  it would execute the runbook %s now".formatted(runbook.name()));
            }

            @Override
            public void recorded(Recorded event) {
                progress.recorded(event);
            }

            @Override
            public void progress(String step, String text) {
                progress.progress(step, text);
            }
        };
    }
}
