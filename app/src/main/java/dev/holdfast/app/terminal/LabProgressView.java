package dev.holdfast.app.terminal;

import dev.holdfast.lab.server.LabProgress;
import dev.holdfast.lab.server.LabProgress.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Shows how the lab comes up or goes down: a line for each server that is there, and a live one for those awaited. */
public final class LabProgressView implements AutoCloseable {
    private final Optional<LiveLine> line;
    private final Palette palette;
    private final Instant began = Instant.now();
    private final Set<String> awaited = new LinkedHashSet<>();

    private LabProgressView(Optional<LiveLine> line, Palette palette) {
        this.line = line;
        this.palette = palette;
    }

    /** Shows everything. */
    public static LabProgressView on(Terminal terminal) {
        return new LabProgressView(Optional.of(new LiveLine(terminal)), terminal.outPalette());
    }

    /** Shows nothing. */
    public static LabProgressView silent() {
        return new LabProgressView(Optional.empty(), Palette.PLAIN);
    }

    /** Shows what just happened. */
    public void show(LabProgress progress) {
        line.ifPresent(live -> show(live, progress));
    }

    private void show(LiveLine live, LabProgress progress) {
        if (progress.phase() == Phase.STARTING) {
            awaited.add(progress.server());
        } else {
            awaited.remove(progress.server());
            live.print("%s %s %s %s"
                    .formatted(
                            mark(progress.phase()),
                            palette.bold(progress.server()),
                            progress.address(),
                            palette.dim(words(progress)))
                    .stripTrailing());
        }
        String waiting = String.join(", ", awaited);
        live.show(() -> waiting.isEmpty()
                ? ""
                : palette.dim("  %s waiting for %s"
                        .formatted(Durations.clock(Duration.between(began, Instant.now())), waiting)));
    }

    private String mark(Phase phase) {
        return switch (phase) {
            case INSTALLING, STARTING -> palette.cyan("\u25b8");
            case READY -> palette.green("\u2713");
            case RUNNING -> palette.green("=");
            case FAILED -> palette.red("\u2717");
            case STOPPED -> palette.dim("-");
        };
    }

    private static String words(LabProgress progress) {
        String what = switch (progress.phase()) {
            case INSTALLING -> "";
            case STARTING -> "starts";
            case READY -> "ready after " + Durations.show(progress.took());
            case RUNNING -> "is there already";
            case FAILED -> "failed";
            case STOPPED -> "ended";
        };
        return (what + " " + progress.detail()).strip();
    }

    @Override
    public void close() {
        line.ifPresent(LiveLine::close);
    }
}
