package dev.holdfast.engine.why;

import dev.holdfast.engine.recovery.WatchRegister.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What keeps Holdfast from acting by itself, in the order in which a person would have to deal with it. Pure. */
public final class Blocks {
    private Blocks() {}

    /**
     * One sentence each.
     *
     * @param blockers others that may have a reason, such as the kill switch
     * @param coolDown until when nothing is started by itself
     */
    public static List<String> of(
            List<Blocker> blockers,
            List<Standing> watches,
            List<Unfinished> unfinished,
            Optional<Instant> coolDown,
            Instant now) {
        List<String> blocks = new ArrayList<>();
        blockers.forEach(blocker -> blocker.reason().ifPresent(blocks::add));
        if (watches.isEmpty()) {
            blocks.add("no watch stands (start one with `holdfast watch`)");
        } else if (watches.stream().allMatch(watch -> watch.hangs(now))) {
            blocks.add("the watch of process %d has not stirred since %s"
                    .formatted(watches.getFirst().pid(), watches.getFirst().lastBeat()));
        }
        coolDown.ifPresent(until -> blocks.add(
                "it cools down until %s, because the last automatic run ended shortly ago".formatted(until)));
        unfinished.forEach(
                run -> blocks.add("run %s of %s is not finished: %s".formatted(run.run(), run.runbook(), run.at())));
        return List.copyOf(blocks);
    }
}
