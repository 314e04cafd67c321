package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.RunProgress;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.recovery.AutomaticRuns;
import dev.holdfast.engine.recovery.LedAway;
import dev.holdfast.engine.recovery.RegionRecovery;
import dev.holdfast.engine.recovery.RegionRecovery.Recovery;
import dev.holdfast.engine.recovery.RegionRecovery.Watched;
import dev.holdfast.engine.recovery.Rehearsal;
import dev.holdfast.engine.recovery.Turn;
import dev.holdfast.engine.recovery.WatchRegister;
import dev.holdfast.engine.region.RegionWatch;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.RegionDetection;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * The watch over all regions, beside the one over a database.
 *
 * @param turn of its runs
 */
record RegionPost(PostDuties duties, RegionWatch watch, Turn turn) {

    /** The thread that stands watch; closing it ends that. */
    interface Shift extends AutoCloseable {
        @Override
        void close();
    }

    /** Begins to stand watch, in a thread of its own. */
    Shift begin() {
        Installation installation = duties.installation();
        RegionRecovery recovery = new RegionRecovery(
                new Watched(watch, new LedAway(duties.site()), coolDown()),
                duties.engine(),
                duties.runbook(),
                new AutomaticRuns(installation.journal()),
                installation.people().controls(),
                turn);
        WatchRegister.Entry entry = installation
                .watches()
                .enter(WatchRegister.REGIONS, duties.runbook().name(), Instant.now());
        Thread thread = Thread.ofVirtual().name("region-post").start(() -> stand(recovery, entry));
        return () -> {
            thread.interrupt();
            recovery.close();
            entry.close();
        };
    }

    private void stand(RegionRecovery recovery, WatchRegister.Entry entry) {
        try {
            recovery.finish(duties.unfinished(), listener()).forEach(run -> tellEnd("run that was left behind", run));
            duties.tell("watching " + palette().bold(names()));
            duties.tell(new Rehearsal(duties.installation().catalogue(), duties.site()).of(duties.runbook()));
            duties.line().tail(this::verdicts);
            while (true) {
                Recovery recovered = recovery.recoverNext(listener());
                tellEnd("run " + recovered.run(), recovered.outcome());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (HoldfastException failure) {
            // The database is watched all the same, and nobody is told that the regions were.
            entry.close();
            if (failure.code() != ErrorCode.INTERRUPTED) {
                duties.tell(palette().red("the watch over the regions has ended: ")
                        + failure.code().id() + " " + failure.attempted());
            }
        }
    }

    private void tellEnd(String run, CompletableFuture<RunOutcome> outcome) {
        Thread.ofVirtual().name("run-end").start(() -> duties.tell("%s %s".formatted(run, end(outcome))));
    }

    private static String end(CompletableFuture<RunOutcome> outcome) {
        try {
            return outcome.join().toString();
        } catch (CompletionException failure) {
            return "broke off: " + failure.getMessage();
        }
    }

    private String names() {
        return duties.site().topology().regions().stream()
                .map(region -> region.name())
                .collect(Collectors.joining(", "));
    }

    private String verdicts() {
        List<RegionVerdict> ill = watch.verdicts().stream()
                .filter(verdict -> !(verdict instanceof RegionVerdict.Healthy))
                .toList();
        return ill.isEmpty()
                ? "; regions: all serve"
                : ill.stream()
                        .map(verdict -> "; %s: %s, %s"
                                .formatted(verdict.region(), verdict.getClass().getSimpleName(), verdict.reason()))
                        .collect(Collectors.joining());
    }

    private Duration coolDown() {
        return duties.site().topology().regions().stream()
                .map(region -> region.detection())
                .map(RegionDetection::coolDown)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private RegionRecovery.Listener listener() {
        RunProgress progress = duties.progress();
        return new RegionRecovery.Listener() {
            @Override
            public void lost(RegionVerdict verdict) {
                duties.tell(lostIn(verdict));
            }

            @Override
            public void barred(RegionVerdict verdict, String objection) {
                duties.tellBarred(lostIn(verdict), objection);
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

    private String lostIn(RegionVerdict verdict) {
        return "%s: %s"
                .formatted(
                        palette()
                                .red("region %s lost, %s".formatted(verdict.region(), RegionRecovery.trigger(verdict))),
                        verdict.reason());
    }

    private Palette palette() {
        return duties.palette();
    }
}
