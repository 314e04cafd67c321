package dev.holdfast.app.drill;

import dev.holdfast.app.terminal.Durations;
import dev.holdfast.app.terminal.LiveLine;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.RunProgress;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.engine.recovery.AutomaticRecovery;
import dev.holdfast.engine.recovery.Rehearsal;
import dev.holdfast.lab.fault.Begun;
import dev.holdfast.lab.fault.Fault;
import dev.holdfast.lab.traffic.TrafficSnapshot;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Shows a drill while it goes on: what is happening, how the clients fare, and what comes next. */
public final class DrillProgress implements AutoCloseable {
    private static final int WIDEST = 150;

    private final Palette palette;
    private final LiveLine line;
    private final CountDownLatch routed = new CountDownLatch(1);
    private Instant began = Instant.now();

    private DrillProgress(Palette palette, LiveLine line) {
        this.palette = palette;
        this.line = line;
    }

    public static DrillProgress on(Terminal terminal) {
        return new DrillProgress(terminal.outPalette(), new LiveLine(terminal));
    }

    /** What happens from now on. */
    void now(String what) {
        String stamp = stamp();
        line.print(palette.dim(stamp) + "  " + what);
        line.show(() -> "");
    }

    /** How the clients fare is shown at the end of the live line. */
    void traffic(Supplier<Optional<TrafficSnapshot>> latest) {
        line.tail(() -> latest.get().map(this::words).orElse(""));
    }

    private String words(TrafficSnapshot snapshot) {
        TrafficSnapshot.RegionSnapshot all = snapshot.total();
        String errors = "%d errors/s".formatted(all.lastSecond().failed());
        return "  %d writes/s  %d reads/s  %s  p99 %s"
                .formatted(
                        all.lastSecond().acknowledged(),
                        all.lastSecond().read(),
                        all.lastSecond().failed() > 0 ? palette.red(errors) : errors,
                        Durations.show(all.latency().p99()));
    }

    /** A line that another process printed; details, which are indented, are left to its journal. */
    void heard(String text) {
        if (!text.isBlank() && !Character.isWhitespace(text.charAt(0))) {
            line.print(palette.dim("          | ") + text.substring(0, Math.min(text.length(), WIDEST)));
        }
    }

    /** What would stand in the way of a recovery, said before anything breaks. */
    void rehearsed(Rehearsal.Rehearsed rehearsed) {
        line.print(palette.dim("          rehearsed %s: %s".formatted(rehearsed.step(), firstLine(rehearsed.said()))));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** Breaks something, and says so. */
    Begun breaking(Fault fault, Supplier<Begun> effect) {
        line.print(palette.dim(stamp()) + "  " + palette.red(palette.bold("fault: " + fault.sentence())));
        began = Instant.now();
        return effect.get();
    }

    /** Shows the run of a recovery. */
    AutomaticRecovery.Listener of(Runbook runbook) {
        RunProgress run = new RunProgress(
                palette, line, runbook.steps().stream().map(Step::id).toList());
        return new AutomaticRecovery.Listener() {
            @Override
            public void down(Verdict.Down verdict) {
                line.print("%s  %s after %s: %s"
                        .formatted(
                                palette.dim(stamp()),
                                palette.bold("down, " + verdict.cause()),
                                Durations.show(Duration.between(began, Instant.now())),
                                verdict.reason()));
            }

            @Override
            public void progress(String step, String text) {
                run.progress(step, text);
            }

            @Override
            public void recorded(Recorded event) {
                run.recorded(event);
                if (isRouted(runbook, event.event())) {
                    routed.countDown();
                }
            }
        };
    }

    private static boolean isRouted(Runbook runbook, Event event) {
        return event instanceof Event.RunFinished
                || (event instanceof Event.StepProved proved
                        && runbook.step(proved.step()).operation().equals("update-database-endpoints"));
    }

    /** Waits until clients are led to the new primary, or the run is over. */
    void awaitRouted() throws InterruptedException {
        routed.await();
    }

    private String stamp() {
        return "%9s".formatted("+" + Durations.show(Duration.between(began, Instant.now())));
    }

    @Override
    public void close() {
        line.close();
    }
}
