package dev.holdfast.engine.why;

import dev.holdfast.engine.recovery.WatchRegister.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why Holdfast acts on one database, or doesn't.
 *
 * @param database its name
 * @param server which server was examined: the primary, or the last one; empty when nobody knows
 * @param findings one for each condition, the primary's first
 * @param watches who stands watch
 * @param unfinished runs of the runbooks that answer these conditions
 * @param coolDown until when nothing is started by itself
 * @param blocks what keeps a run from being started by itself, the most important first
 * @param regions the same of the regions; empty when the topology has none that can be compared
 */
public record Diagnosis(
        String database,
        Optional<String> server,
        List<Finding> findings,
        List<Standing> watches,
        List<Unfinished> unfinished,
        Optional<Instant> coolDown,
        List<String> blocks,
        Optional<RegionDiagnosis> regions) {

    public Diagnosis {
        findings = List.copyOf(findings);
        watches = List.copyOf(watches);
        unfinished = List.copyOf(unfinished);
        blocks = List.copyOf(blocks);
    }

    /** The answer in one sentence. */
    public String answer() {
        Finding primary = findings.getFirst();
        return switch (primary.judgement()) {
            case QUIET -> "%s works%s".formatted(name(), ifItWereDown());
            case FIRES -> "%s is down%s".formatted(name(), nowThatItIsDown());
            case SUSPECT -> "%s is not proven to be down, so nothing is done: %s".formatted(name(), primary.reason());
            case BLIND, NO_DETECTOR -> "%s can't be judged, so nothing is done: %s".formatted(name(), primary.reason());
        };
    }

    private String name() {
        return server.map(node -> "the primary (%s)".formatted(node)).orElse("the primary");
    }

    private String ifItWereDown() {
        if (blocks.isEmpty()) {
            return "; if it were down, the watch would run " + runbook();
        }
        return "; but if it were down, nothing would be done by itself: " + blocks.getFirst();
    }

    private String nowThatItIsDown() {
        if (!unfinished.isEmpty()) {
            Unfinished run = unfinished.getFirst();
            return ", and run %s is about it: %s".formatted(run.run(), run.at());
        }
        if (blocks.isEmpty()) {
            return ", and the watch runs " + runbook();
        }
        return ", and nothing is done by itself: " + blocks.getFirst();
    }

    private String runbook() {
        return watches.stream().map(Standing::runbook).findFirst().orElse("its runbook");
    }
}
