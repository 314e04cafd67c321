package dev.holdfast.app.command;

import dev.holdfast.app.terminal.LiveLine;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.RunProgress;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.recovery.AutomaticRecovery;
import dev.holdfast.engine.recovery.AutomaticRecovery.Recovery;
import dev.holdfast.engine.recovery.AutomaticRuns;
import dev.holdfast.engine.recovery.Rehearsal;
import dev.holdfast.engine.recovery.StandingWatch;
import dev.holdfast.engine.recovery.Turn;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Recorded;
import java.time.Duration;

/**
 * The watch over one database, for as long as the process lives.
 *
 * @param turn of its failovers
 */
record DatabasePost(PostDuties duties, StandingWatch watch, Turn turn) {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    void stand() throws InterruptedException {
        Installation installation = duties.installation();
        AutomaticRecovery recovery = new AutomaticRecovery(
                watch,
                duties.engine(),
                duties.runbook(),
                new AutomaticRuns(installation.journal()),
                installation.people().controls(),
                turn);
        installation.journal().prepareToWrite();
        recovery.finish(duties.unfinished(), listener());
        while (!Thread.currentThread().isInterrupted()) {
            String primary = takeUp();
            duties.tell("watching " + palette().bold(primary));
            duties.tell(new Rehearsal(installation.catalogue(), duties.site()).untilFluent(duties.runbook()));
            recovery.coolDownUntil()
                    .ifPresent(until -> line().print(palette().yellow("cooling down until %s: ".formatted(until))
                            + "nothing is started by itself before"));
            line().show(this::verdict);
            Recovery recovered = recovery.recoverNext(listener());
            duties.tell("run %s %s".formatted(recovered.run(), recovered.outcome()));
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
                line().print(palette().yellow("no primary to watch yet: ") + failure.attempted());
                Thread.sleep(LOOK_AGAIN);
            }
        }
    }

    private String verdict() {
        return watch.verdict()
                .map(now -> "  %s: %s".formatted(now.getClass().getSimpleName(), now.reason()))
                .orElse("");
    }

    private AutomaticRecovery.Listener listener() {
        RunProgress progress = duties.progress();
        return new AutomaticRecovery.Listener() {
            @Override
            public void down(Verdict.Down verdict) {
                line().print(lossIn(verdict));
            }

            @Override
            public void barred(Verdict.Down verdict, String objection) {
                duties.tellBarred(lossIn(verdict), objection);
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

    private String lossIn(Verdict.Down verdict) {
        return "%s: %s".formatted(palette().red("down, " + verdict.cause()), verdict.reason());
    }

    private LiveLine line() {
        return duties.line();
    }

    private Palette palette() {
        return duties.palette();
    }
}
