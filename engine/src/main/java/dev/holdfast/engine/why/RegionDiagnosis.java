package dev.holdfast.engine.why;

import dev.holdfast.engine.recovery.WatchRegister.Standing;
import dev.holdfast.model.region.RegionVerdict;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Why Holdfast acts on the regions, or doesn't.
 *
 * @param verdicts one for each region
 * @param watches who stands watch over them
 * @param unfinished runs of the runbooks that answer the loss of one
 * @param blocks what keeps a run from being started by itself, the most important first
 */
public record RegionDiagnosis(
        List<RegionVerdict> verdicts, List<Standing> watches, List<Unfinished> unfinished, List<String> blocks) {

    public RegionDiagnosis {
        verdicts = List.copyOf(verdicts);
        watches = List.copyOf(watches);
        unfinished = List.copyOf(unfinished);
        blocks = List.copyOf(blocks);
    }

    /** The answer in one sentence. */
    public String answer() {
        List<RegionVerdict> lost = those(RegionVerdict::isDown);
        if (!lost.isEmpty()) {
            return "%s lost%s".formatted(named(lost), nowThatOneIs());
        }
        List<RegionVerdict> unsure = those(verdict -> !(verdict instanceof RegionVerdict.Healthy));
        return unsure.isEmpty()
                ? "all %d serve%s".formatted(verdicts.size(), ifOneWere())
                : "none is proven to be lost, so nothing is done: " + reasons(unsure);
    }

    private List<RegionVerdict> those(Predicate<RegionVerdict> wanted) {
        return verdicts.stream().filter(wanted).toList();
    }

    private static String named(List<RegionVerdict> lost) {
        String names = lost.stream().map(RegionVerdict::region).collect(Collectors.joining(" and "));
        return names + (lost.size() == 1 ? " is" : " are");
    }

    private static String reasons(List<RegionVerdict> unsure) {
        return unsure.stream()
                .map(verdict -> "%s: %s".formatted(verdict.region(), verdict.reason()))
                .collect(Collectors.joining("; "));
    }

    private String ifOneWere() {
        return blocks.isEmpty()
                ? "; if one were lost, the watch would run " + runbook()
                : "; but if one were lost, nothing would be done by itself: " + blocks.getFirst();
    }

    private String nowThatOneIs() {
        if (!unfinished.isEmpty()) {
            Unfinished run = unfinished.getFirst();
            return ", and run %s is about it: %s".formatted(run.run(), run.at());
        }
        return blocks.isEmpty()
                ? ", and the watch runs " + runbook()
                : ", and nothing is done by itself: " + blocks.getFirst();
    }

    private String runbook() {
        return watches.stream().map(Standing::runbook).findFirst().orElse("its runbook");
    }
}
