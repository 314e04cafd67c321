package dev.holdfast.engine.region;

import dev.holdfast.engine.region.RegionLook.Kind;
import dev.holdfast.model.region.ComponentHealth;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.region.RegionVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Looks at three regions that serve, of which some are then changed. */
record Looks(List<RegionLook> all) {
    static final String EAST = "us-east-1";
    static final String WEST = "us-west-2";
    static final String EUROPE = "eu-west-1";
    static final List<String> REGIONS = List.of(EAST, WEST, EUROPE);
    static final List<String> PLACES = List.of(EAST, WEST, EUROPE, RegionLook.HOLDFAST);
    private static final Duration QUICK = Duration.ofMillis(8);

    static Looks ofHealthyRegions() {
        List<RegionLook> looks = new ArrayList<>();
        for (String region : REGIONS) {
            PLACES.forEach(place -> looks.add(look(Kind.ENTRANCE, region, place)));
            for (Kind kind : Kind.values()) {
                if (kind != Kind.ENTRANCE) {
                    looks.add(look(kind, region, RegionLook.HOLDFAST));
                }
            }
        }
        return new Looks(looks);
    }

    private static RegionLook look(Kind kind, String region, String place) {
        return new RegionLook(
                kind, new ComponentHealth(region, kind + " of " + region, place, Status.HEALTHY, "seen", QUICK));
    }

    /** The same looks, where those that are meant have another outcome. */
    Looks but(Predicate<RegionLook> meant, Status status) {
        return but(meant, health -> with(health, status, health.took()));
    }

    Looks slow(Predicate<RegionLook> meant, Duration took) {
        return but(meant, health -> with(health, health.status(), took));
    }

    private Looks but(Predicate<RegionLook> meant, UnaryOperator<ComponentHealth> change) {
        return new Looks(all.stream()
                .map(look -> meant.test(look) ? new RegionLook(look.kind(), change.apply(look.health())) : look)
                .toList());
    }

    private static ComponentHealth with(ComponentHealth health, Status status, Duration took) {
        return new ComponentHealth(
                health.region(), health.component(), health.vantage(), status, health.detail(), took);
    }

    Looks only(Predicate<RegionLook> wanted) {
        return new Looks(all.stream().filter(wanted).toList());
    }

    Looks and(Kind kind, String region, String place) {
        List<RegionLook> more = new ArrayList<>(all);
        more.add(look(kind, region, place));
        return new Looks(more);
    }

    RegionVerdict judge(String region) {
        return RegionVoting.judge(region, all);
    }

    // What is meant.

    static Predicate<RegionLook> at(String region) {
        return look -> look.region().equals(region);
    }

    static Predicate<RegionLook> seenFrom(String place) {
        return look -> look.place().equals(place);
    }

    static Predicate<RegionLook> kind(Kind kind) {
        return look -> look.kind() == kind;
    }
}
