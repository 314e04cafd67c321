package dev.holdfast.engine.region;

import dev.holdfast.engine.region.RegionLook.Kind;
import dev.holdfast.model.region.ComponentHealth;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.region.RegionVerdict;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides how a region is. Pure: looks at all regions in, verdict out.
 *
 * <pre>
 * 1. A place from which nothing at all answers, in no region, has lost its own network: it abstains.
 * 2. The places inside of the region don't vote on it. Without any other place that can tell, Holdfast is blind and says so.
 * 3. A place that is served at an entrance of the region: the region serves, whatever the others say. It is healthy when
 *    everything is, and suspect otherwise.
 * 4. From here on every place that can tell must say that it isn't served, at least two of them.
 * 5. Nothing answers any of them, in at least two kinds of components: the region is unreachable.
 * 6. Something answers. The region fails, unless the cause lies elsewhere: no region serves (the cause is common to them), or
 *    the region is cut off from another one that everybody else reaches (a partition: its own clients still reach it).
 * </pre>
 *
 * <p>Invariant: no single place and no single component can make a region unreachable. See docs/decisions/0012-regions.md.
 */
final class RegionVoting {
    private static final int PLACES_NEEDED = 2;
    private static final int KINDS_NEEDED = 2;

    private final String region;
    private final List<RegionLook> all;
    private final List<RegionLook> own;
    /** The places that see anything, inside and outside. */
    private final Set<String> seeing;

    private final Set<String> voters;

    private RegionVoting(String region, Collection<RegionLook> looks) {
        this.region = region;
        this.all = List.copyOf(looks);
        this.own = all.stream().filter(look -> look.region().equals(region)).toList();
        this.seeing = places(all.stream().filter(RegionLook::answered));
        this.voters = new TreeSet<>(seeing);
        voters.remove(region);
    }

    /**
     * The verdict on one region.
     *
     * @param looks at this region and at least at the entrances of the others: what reaches none of them can't tell
     */
    static RegionVerdict judge(String region, Collection<RegionLook> looks) {
        return new RegionVoting(region, looks).judge();
    }

    private RegionVerdict judge() {
        List<RegionLook> votes = votes();
        if (votes.isEmpty()) {
            return new RegionVerdict.Blind(
                    region, evidence(), "no place outside of %s reaches anything".formatted(region));
        }
        List<RegionLook> decisive = decisive(votes);
        if (decisive.stream().anyMatch(look -> look.status() == Status.HEALTHY)) {
            return serving();
        }
        Set<String> agreeing = places(decisive.stream());
        if (agreeing.size() < PLACES_NEEDED) {
            return new RegionVerdict.Blind(
                    region, evidence(), "only %s can tell, and one place alone is not believed".formatted(agreeing));
        }
        return votes.stream().noneMatch(RegionLook::answered) ? silent(votes, agreeing) : failing(agreeing);
    }

    /** What was seen of the region from outside, by places that see anything. */
    private List<RegionLook> votes() {
        return own.stream()
                .filter(RegionLook::known)
                .filter(look -> voters.contains(look.place()))
                .toList();
    }

    /** Clients' own path decides; in a region without an entrance, everything does. */
    private static List<RegionLook> decisive(List<RegionLook> votes) {
        List<RegionLook> entrances =
                votes.stream().filter(look -> look.kind() == Kind.ENTRANCE).toList();
        return entrances.isEmpty() ? votes : entrances;
    }

    private RegionVerdict serving() {
        List<RegionLook> wrong = own.stream()
                .filter(RegionLook::known)
                .filter(look -> look.status() != Status.HEALTHY)
                .filter(look -> seeing.contains(look.place()))
                .toList();
        if (!wrong.isEmpty()) {
            return new RegionVerdict.Suspect(region, evidence(), "it serves, but " + described(wrong));
        }
        Optional<RegionLook> slowest = new Slowness(region, all).slowest();
        return slowest.<RegionVerdict>map(look -> new RegionVerdict.Suspect(
                        region,
                        evidence(),
                        "it serves, but slowly: %s took %d ms from %s"
                                .formatted(
                                        look.health().component(),
                                        look.health().took().toMillis(),
                                        look.place())))
                .orElseGet(() -> new RegionVerdict.Healthy(region, evidence(), "it serves"));
    }

    private RegionVerdict silent(List<RegionLook> votes, Set<String> agreeing) {
        Set<Kind> kinds = votes.stream().map(RegionLook::kind).collect(Collectors.toCollection(TreeSet::new));
        if (kinds.size() < KINDS_NEEDED) {
            return new RegionVerdict.Suspect(
                    region, evidence(), "nothing answers, but only one kind of component was looked at: " + kinds);
        }
        return new RegionVerdict.Unreachable(
                region,
                evidence(),
                "nothing of it answers %s, in %d kinds of components".formatted(named(agreeing), kinds.size()));
    }

    private RegionVerdict failing(Set<String> agreeing) {
        Optional<String> cutOff = cutOffFrom();
        if (cutOff.isPresent()) {
            return new RegionVerdict.Suspect(
                    region,
                    evidence(),
                    "it answers and does not serve, but it is cut off from %s, which others reach"
                            .formatted(cutOff.get()));
        }
        boolean othersServe = agreeing.stream().anyMatch(this::isServedElsewhere);
        return othersServe
                ? new RegionVerdict.Failing(
                        region,
                        evidence(),
                        "it answers, but serves no client from %s, while other regions do".formatted(named(agreeing)))
                : new RegionVerdict.Suspect(
                        region, evidence(), "no region serves, so the cause is not this region's alone");
    }

    private boolean isServedElsewhere(String place) {
        return all.stream()
                .filter(look -> look.kind() == Kind.ENTRANCE && !look.region().equals(region))
                .anyMatch(look -> look.place().equals(place) && look.status() == Status.HEALTHY);
    }

    /** A region that the places inside of this one don't reach, and others do. */
    private Optional<String> cutOffFrom() {
        return all.stream()
                .filter(look -> look.kind() == Kind.ENTRANCE && look.place().equals(region))
                .filter(look -> look.status() == Status.UNREACHABLE)
                .map(RegionLook::region)
                .filter(other -> !other.equals(region) && isReachedByVoters(other))
                .findFirst();
    }

    private boolean isReachedByVoters(String other) {
        return all.stream()
                .filter(look -> look.kind() == Kind.ENTRANCE && look.region().equals(other))
                .anyMatch(look -> look.answered() && voters.contains(look.place()));
    }

    private static Set<String> places(Stream<RegionLook> looks) {
        return looks.map(RegionLook::place).collect(Collectors.toCollection(TreeSet::new));
    }

    private List<ComponentHealth> evidence() {
        return own.stream().map(RegionLook::health).toList();
    }

    private static String named(Set<String> places) {
        return String.join(", ", places);
    }

    private static String described(List<RegionLook> wrong) {
        RegionLook first = wrong.getFirst();
        String more = wrong.size() == 1 ? "" : " (and %d more)".formatted(wrong.size() - 1);
        return "%s is %s from %s: %s%s"
                .formatted(
                        first.health().component(),
                        first.status() == Status.FAILED ? "failing" : "unreachable",
                        first.place(),
                        first.health().detail(),
                        more);
    }
}
