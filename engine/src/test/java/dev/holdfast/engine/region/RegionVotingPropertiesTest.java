package dev.holdfast.engine.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.region.RegionLook.Kind;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.region.RegionVerdict;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of every vote, over many drawn at random; a failure names its seed. */
class RegionVotingPropertiesTest {
    private static final int CASES = 4000;
    private static final List<Status> STATUSES = List.of(Status.values());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noSinglePlaceThatLiesMakesARegionThatServesLost(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            Looks truth = disturbed(random);
            String liar = pick(random, Looks.PLACES);
            Looks told = lie(random, truth, Looks.seenFrom(liar));
            for (String region : Looks.REGIONS) {
                assertThat(told.judge(region).isDown())
                        .as("seed %d, case %d: %s lies about %s: %s", seed, i, liar, region, told)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8, 9, 10})
    void noSingleComponentThatLiesMakesARegionUnreachable(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            String region = pick(random, Looks.REGIONS);
            Kind kind = pick(random, List.of(Kind.values()));
            Looks told = lie(random, disturbed(random), Looks.at(region).and(Looks.kind(kind)));
            assertThat(told.judge(region))
                    .as("seed %d, case %d: %s of %s lies: %s", seed, i, kind, region, told)
                    .isNotInstanceOf(RegionVerdict.Unreachable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void whateverIsSeenALossHasTwoPlacesAndNoneThatIsServed(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            Looks told = lie(random, Looks.ofHealthyRegions(), _ -> true);
            for (String region : Looks.REGIONS) {
                RegionVerdict verdict = told.judge(region);
                if (verdict.isDown()) {
                    assertThat(deniers(told, region))
                            .as("seed %d, case %d", seed, i)
                            .isGreaterThanOrEqualTo(2);
                    assertThat(served(told, region))
                            .as("seed %d, case %d", seed, i)
                            .isZero();
                }
            }
        }
    }

    private static long deniers(Looks told, String region) {
        return outside(told, region)
                .filter(look -> look.status() == Status.FAILED || look.status() == Status.UNREACHABLE)
                .map(RegionLook::place)
                .distinct()
                .count();
    }

    private static long served(Looks told, String region) {
        return outside(told, region)
                .filter(look -> look.status() == Status.HEALTHY)
                .count();
    }

    private static Stream<RegionLook> outside(Looks told, String region) {
        return told.all().stream()
                .filter(Looks.at(region).and(Looks.kind(Kind.ENTRANCE)))
                .filter(Looks.seenFrom(region).negate());
    }

    /** Regions that serve everybody, where components behind the entrances are as they happen to be. */
    private static Looks disturbed(Random random) {
        Looks looks = Looks.ofHealthyRegions();
        for (int i = 0; i < 3; i++) {
            String region = pick(random, Looks.REGIONS);
            Kind kind = pick(random, List.of(Kind.BALANCER, Kind.DNS, Kind.INSTANCE));
            looks = looks.but(Looks.at(region).and(Looks.kind(kind)), pick(random, STATUSES));
        }
        return looks;
    }

    /** Every look that is meant says something else, each for itself. */
    private static Looks lie(Random random, Looks truth, Predicate<RegionLook> meant) {
        Looks told = truth;
        for (RegionLook look : truth.all()) {
            if (meant.test(look)) {
                told = told.but(
                        other -> other.kind() == look.kind()
                                && other.region().equals(look.region())
                                && other.place().equals(look.place()),
                        pick(random, STATUSES));
            }
        }
        return told;
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
