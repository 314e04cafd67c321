package dev.holdfast.engine.region;

import static dev.holdfast.engine.region.Looks.EAST;
import static dev.holdfast.engine.region.Looks.EUROPE;
import static dev.holdfast.engine.region.Looks.WEST;
import static dev.holdfast.engine.region.Looks.at;
import static dev.holdfast.engine.region.Looks.kind;
import static dev.holdfast.engine.region.Looks.seenFrom;
import static dev.holdfast.engine.region.RegionLook.HOLDFAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.region.RegionLook.Kind;
import dev.holdfast.model.region.ComponentHealth;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.region.RegionVerdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What looks amount to, case by case. */
class RegionVotingTest {
    private static final Looks WELL = Looks.ofHealthyRegions();

    @Test
    void allIsWell() {
        Looks.REGIONS.forEach(region -> assertThat(WELL.judge(region)).isInstanceOf(RegionVerdict.Healthy.class));
    }

    @Test
    void theEvidenceIsWhatWasSeenOfTheRegion() {
        assertThat(WELL.judge(EAST).looks())
                .hasSize(Looks.PLACES.size() + Kind.values().length - 1)
                .extracting(ComponentHealth::region)
                .containsOnly(EAST);
    }

    @Test
    void aRegionOfWhichNothingAnswersIsUnreachableAndTheOthersAreNot() {
        Looks lost = WELL.but(at(EAST), Status.UNREACHABLE).but(seenFrom(EAST), Status.UNREACHABLE);
        assertThat(lost.judge(EAST)).isInstanceOf(RegionVerdict.Unreachable.class);
        assertThat(lost.judge(EAST).isDown()).isTrue();
        assertThat(lost.judge(WEST)).isInstanceOf(RegionVerdict.Healthy.class);
        assertThat(lost.judge(EUROPE)).isInstanceOf(RegionVerdict.Healthy.class);
    }

    @Test
    void aRegionThatOnlyItsOwnPlaceReachesIsLostToItsClients() {
        Looks cutOff = WELL.but(at(EAST).and(seenFrom(EAST).negate()), Status.UNREACHABLE)
                .but(seenFrom(EAST).and(at(EAST).negate()), Status.UNREACHABLE);
        assertThat(cutOff.judge(EAST)).isInstanceOf(RegionVerdict.Unreachable.class);
    }

    @Test
    void theLossOfTheDatabaseThatMakesTheOthersNotReadyDoesNotHideTheLoss() {
        Looks lost = WELL.but(kind(Kind.ENTRANCE).or(kind(Kind.INSTANCE)), Status.FAILED)
                .but(at(EAST).or(seenFrom(EAST)), Status.UNREACHABLE);
        assertThat(lost.judge(EAST)).isInstanceOf(RegionVerdict.Unreachable.class);
        assertThat(lost.judge(WEST)).isInstanceOf(RegionVerdict.Suspect.class);
    }

    @Test
    void aRegionThatAnswersAndServesNobodyFails() {
        Looks failing = WELL.but(at(EAST).and(kind(Kind.ENTRANCE)), Status.FAILED);
        assertThat(failing.judge(EAST)).isInstanceOf(RegionVerdict.Failing.class);
        assertThat(failing.judge(EAST).isDown()).isTrue();
    }

    @Test
    void aSilentEntranceOfARegionThatLivesFails() {
        Looks failing = WELL.but(at(EAST).and(kind(Kind.ENTRANCE)), Status.UNREACHABLE);
        assertThat(failing.judge(EAST)).isInstanceOf(RegionVerdict.Failing.class);
    }

    @Test
    void whatNoRegionDoesIsNotTheFaultOfOne() {
        Looks noDatabase = WELL.but(kind(Kind.ENTRANCE), Status.FAILED);
        Looks.REGIONS.forEach(region -> {
            assertThat(noDatabase.judge(region)).isInstanceOf(RegionVerdict.Suspect.class);
            assertThat(noDatabase.judge(region).reason()).contains("no region serves");
        });
    }

    @Test
    void aPlaceThatIsServedIsEnoughForARegionToBeKept() {
        Looks grey = WELL.but(at(EAST).and(seenFrom(WEST).or(seenFrom(HOLDFAST))), Status.UNREACHABLE);
        assertThat(grey.judge(EAST)).isInstanceOf(RegionVerdict.Suspect.class);
    }

    @Test
    void aPartitionWithClientsOnBothSidesLosesNoRegion() {
        // The primary is in the east: in the west nothing can be written, and everybody outside sees that.
        Looks partition = WELL.but(at(EAST).and(seenFrom(WEST)), Status.UNREACHABLE)
                .but(at(WEST).and(seenFrom(EAST)), Status.UNREACHABLE)
                .but(at(WEST).and(kind(Kind.ENTRANCE)).and(seenFrom(EAST).negate()), Status.FAILED);
        assertThat(partition.judge(WEST)).isInstanceOf(RegionVerdict.Suspect.class);
        assertThat(partition.judge(WEST).reason()).contains("cut off from us-east-1");
        assertThat(partition.judge(EAST)).isInstanceOf(RegionVerdict.Suspect.class);
        assertThat(partition.judge(EUROPE)).isInstanceOf(RegionVerdict.Healthy.class);
    }

    @Test
    void whoReachesNothingAnywhereSaysNothing() {
        Looks withoutNetwork = WELL.but(_ -> true, Status.UNREACHABLE);
        Looks.REGIONS.forEach(
                region -> assertThat(withoutNetwork.judge(region)).isInstanceOf(RegionVerdict.Blind.class));
    }

    @Test
    void aPlaceThatReachesNothingAbstainsAndIsNoBlemish() {
        Looks oneIsCut = WELL.but(seenFrom(WEST), Status.UNREACHABLE);
        assertThat(oneIsCut.judge(EAST)).isInstanceOf(RegionVerdict.Healthy.class);
        assertThat(oneIsCut.judge(EUROPE)).isInstanceOf(RegionVerdict.Healthy.class);
    }

    @Test
    void oneOutsidePlaceAloneIsNotBelieved() {
        Looks lost =
                WELL.but(at(EAST), Status.UNREACHABLE).but(seenFrom(WEST).or(seenFrom(EUROPE)), Status.UNREACHABLE);
        assertThat(lost.judge(EAST)).isInstanceOf(RegionVerdict.Blind.class);
        assertThat(lost.judge(EAST).reason()).contains("[holdfast]");
    }

    @Test
    void oneKindOfComponentAloneIsNotBelieved() {
        Looks lost = WELL.but(at(EAST), Status.UNREACHABLE).only(kind(Kind.ENTRANCE));
        assertThat(lost.judge(EAST)).isInstanceOf(RegionVerdict.Suspect.class);
    }

    @Test
    void whatCouldNotBeLookedAtCountsNeitherWay() {
        Looks unknown = WELL.but(at(EAST).and(kind(Kind.HOST)), Status.UNKNOWN);
        assertThat(unknown.judge(EAST)).isInstanceOf(RegionVerdict.Healthy.class);
        Looks lost = WELL.but(at(EAST), Status.UNREACHABLE).but(at(EAST).and(kind(Kind.HOST)), Status.UNKNOWN);
        assertThat(lost.judge(EAST)).isInstanceOf(RegionVerdict.Unreachable.class);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "ENTRANCE", mode = EnumSource.Mode.EXCLUDE)
    void oneBrokenKindMakesARegionThatServesSuspect(Kind broken) {
        Looks grey = WELL.but(at(EAST).and(kind(broken)), Status.UNREACHABLE);
        assertThat(grey.judge(EAST)).isInstanceOf(RegionVerdict.Suspect.class);
        assertThat(grey.judge(EAST).reason()).contains(broken + " of us-east-1");
    }

    @Test
    void aWitnessInAnotherRegionShowsThatSomethingLives() {
        Looks silent = WELL.but(at(EAST), Status.UNREACHABLE);
        assertThat(silent.judge(EAST)).isInstanceOf(RegionVerdict.Unreachable.class);
        assertThat(silent.and(Kind.DATABASE, EAST, WEST).judge(EAST)).isInstanceOf(RegionVerdict.Failing.class);
    }

    @Test
    void aSlowRegionThatServesIsSuspect() {
        Looks slow = WELL.slow(at(EAST).and(kind(Kind.ENTRANCE)), Duration.ofMillis(900));
        assertThat(slow.judge(EAST)).isInstanceOf(RegionVerdict.Suspect.class);
        assertThat(slow.judge(EAST).reason()).contains("slowly").contains("900 ms");
        assertThat(slow.judge(WEST)).isInstanceOf(RegionVerdict.Healthy.class);
    }

    @Test
    void whereAllIsSlowItIsHoldfastThatIs() {
        Looks slow = WELL.slow(kind(Kind.ENTRANCE), Duration.ofMillis(900));
        assertThat(slow.judge(EAST)).isInstanceOf(RegionVerdict.Healthy.class);
    }

    @Test
    void aRegionWithoutAnEntranceIsJudgedByWhatItHas() {
        Looks store = WELL.only(at(EAST).and(kind(Kind.ENTRANCE)).negate())
                .and(Kind.HOST, EAST, WEST)
                .and(Kind.HOST, EAST, EUROPE);
        assertThat(store.judge(EAST)).isInstanceOf(RegionVerdict.Healthy.class);
        assertThat(store.but(at(EAST), Status.UNREACHABLE).judge(EAST)).isInstanceOf(RegionVerdict.Unreachable.class);
    }
}
