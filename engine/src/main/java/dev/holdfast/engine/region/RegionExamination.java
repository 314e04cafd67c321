package dev.holdfast.engine.region;

import dev.holdfast.engine.spi.RegionExaminer;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.region.RegionVerdict;
import java.time.Duration;
import java.util.List;

/**
 * Examines regions from scratch: looks at every component of all of them, because what reaches no other region can't judge one.
 * Whatever does not seem well is looked at twice: a moment is no loss, and the first look of a process is its slowest.
 */
public final class RegionExamination implements RegionExaminer {
    private static final Duration LONGEST_LOOK = Duration.ofMillis(1500);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(100);
    /** Two rounds of looks, and the pause between them. */
    private static final int PARTS = 3;

    private final Site site;

    public RegionExamination(Site site) {
        this.site = site;
    }

    /** All regions, in the order of the topology. */
    public List<RegionVerdict> examineAll(Duration limit) {
        return examine(
                site.topology().regions().stream().map(spec -> spec.name()).toList(), limit);
    }

    @Override
    public List<RegionVerdict> examine(List<String> regions, Duration limit) {
        regions.forEach(site.topology()::region);
        RegionRound round = new RegionRound(site);
        Duration part = limit.dividedBy(PARTS);
        Duration look = part.compareTo(LONGEST_LOOK) < 0 ? part : LONGEST_LOOK;
        look = look.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : look;
        List<RegionVerdict> first = judge(regions, round.everything(look));
        if (first.stream().allMatch(RegionVerdict.Healthy.class::isInstance)) {
            return first;
        }
        pause(look.dividedBy(2));
        return confirm(first, judge(regions, round.everything(look)));
    }

    private static List<RegionVerdict> judge(List<String> regions, List<RegionLook> looks) {
        return regions.stream().map(region -> RegionVoting.judge(region, looks)).toList();
    }

    private static List<RegionVerdict> confirm(List<RegionVerdict> first, List<RegionVerdict> second) {
        return second.stream()
                .map(verdict -> confirm(
                        first.stream()
                                .filter(before -> before.region().equals(verdict.region()))
                                .findFirst()
                                .orElseThrow(),
                        verdict))
                .toList();
    }

    private static RegionVerdict confirm(RegionVerdict first, RegionVerdict second) {
        if (first.isDown() == second.isDown()) {
            return second;
        }
        RegionVerdict down = first.isDown() ? first : second;
        return new RegionVerdict.Suspect(
                second.region(), second.looks(), "it comes and goes; in one of two looks: " + down.reason());
    }

    private static void pause(Duration length) {
        try {
            Tempo.current().sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "looking twice at a region", e);
        }
    }
}
