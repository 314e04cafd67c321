package dev.holdfast.app.command;

import dev.holdfast.app.terminal.LiveLine;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.RunProgress;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.LiveSite;
import dev.holdfast.engine.recovery.Rehearsal;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Instant;
import java.util.List;

/**
 * What everyone who stands watch does, whatever is watched.
 *
 * @param runbook what is executed when it is lost
 */
record PostDuties(Installation installation, LiveSite site, Runbook runbook, LiveLine line, Palette palette) {

    RunEngine engine() {
        return installation.engine(site);
    }

    /** Runs of the runbook that were left behind, oldest first: what was begun is finished before anything new is begun. */
    List<RunId> unfinished() {
        RunEngine engine = engine();
        return installation.journal().runs(Integer.MAX_VALUE).reversed().stream()
                .filter(run -> isMine(engine.state(run)))
                .toList();
    }

    private boolean isMine(RunState run) {
        return !run.isOver() && run.runbook().equals(runbook.name());
    }

    /** Says what was found out by going through the runbook without doing it. */
    void tell(List<Rehearsal.Rehearsed> rehearsed) {
        rehearsed.forEach(step -> line.print(palette.dim("  rehearsed %s: %s"
                .formatted(step.step(), step.said().lines().findFirst().orElse("")))));
    }

    void tell(String text) {
        line.print("%s  %s".formatted(palette.dim(Instant.now().toString()), text));
    }

    /** Why a recovery that is due does not begin. */
    void tellBarred(String loss, String objection) {
        tell(loss);
        line.print(palette.red("  " + objection));
        line.print("  it would execute the runbook %s now".formatted(runbook.name()));
    }

    RunProgress progress() {
        return new RunProgress(
                palette, line, runbook.steps().stream().map(Step::id).toList());
    }
}
