package dev.holdfast.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.testkit.RegionSite;
import dev.holdfast.model.topology.RegionDetection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RightOfWayTest {
    private final SetClock clock = new SetClock();
    private final RegionSite site = new RegionSite(RegionDetection.USUAL, clock);
    private final RightOfWay ways = new RightOfWay(site);
    private final Turn ofDatabase = ways.ofDatabase("orders");
    private final Turn ofRegion = ways.ofRegion();

    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-11-23T03:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void aRegionWithoutThePrimaryWaitsForNobody() {
        site.lose(RegionSite.WEST);
        site.primaryIs("primary");
        assertThat(ofDatabase.take("primary", false)).isEmpty();
        assertThat(ofRegion.take(RegionSite.WEST, false)).isEmpty();
    }

    @Test
    void theRegionWaitsForTheFailoverUntilAnotherRegionHasThePrimary() {
        site.lose(RegionSite.EAST);
        assertThat(ofDatabase.take("primary", false)).isEmpty();
        assertThat(ofRegion.take(RegionSite.EAST, false)).contains("the failover of orders goes first");
        clock.advance(Duration.ofSeconds(20));
        assertThat(ofRegion.take(RegionSite.EAST, false)).isPresent();

        site.primaryIs("replica1");
        assertThat(ofRegion.take(RegionSite.EAST, false)).isEmpty();
    }

    @Test
    void aFailoverThatHasNotBegunIsWaitedForOnlyAMoment() {
        site.lose(RegionSite.EAST);
        assertThat(ofRegion.take(RegionSite.EAST, false)).isPresent();
        clock.advance(Duration.ofSeconds(5));
        assertThat(ofRegion.take(RegionSite.EAST, false)).isEmpty();
    }

    @Test
    void theFailoverWaitsForARegionThatWasThereFirst() {
        site.lose(RegionSite.EAST);
        ofRegion.take(RegionSite.EAST, false);
        clock.advance(Duration.ofSeconds(5));
        assertThat(ofRegion.take(RegionSite.EAST, false)).isEmpty();

        assertThat(ofDatabase.take("primary", false))
                .hasValueSatisfying(text -> assertThat(text).contains("region us-east-1"));
        assertThat(ofDatabase.take("replica1", false))
                .as("a server in another region")
                .isEmpty();
    }

    @Test
    void nobodyWaitsForAnotherRunForLong() {
        site.lose(RegionSite.EAST);
        assertThat(ofDatabase.take("primary", false)).isEmpty();
        clock.advance(Duration.ofSeconds(60));
        assertThat(ofRegion.take(RegionSite.EAST, false)).isEmpty();
        clock.advance(Duration.ofSeconds(60));
        assertThat(ofDatabase.take("primary", false)).isEmpty();
    }

    @Test
    void whatIsOverIsWaitedForNoMore() {
        site.lose(RegionSite.EAST);
        ofRegion.take(RegionSite.EAST, false);
        clock.advance(Duration.ofSeconds(5));
        ofRegion.take(RegionSite.EAST, false);
        ofRegion.giveBack(RegionSite.EAST);
        assertThat(ofDatabase.take("primary", false)).isEmpty();
    }

    @Test
    void aRegionThatAnswersIsNotLostWhileADatabaseFailsOver() {
        site.primaryIs("replica2");
        ofDatabase.keep("");
        assertThat(ofRegion.take(RegionSite.EAST, true))
                .contains("the failover of orders may be why it does not serve");
        assertThat(ofRegion.take(RegionSite.WEST, false))
                .as("a region of which nothing answers")
                .isEmpty();

        ofDatabase.giveBack("");
        clock.advance(Duration.ofSeconds(4));
        assertThat(ofRegion.take(RegionSite.EAST, true)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ofRegion.take(RegionSite.EAST, true)).isEmpty();
    }

    @Test
    void aRegionThatAnswersWaitsForAFailoverOnlyForAWhile() {
        site.primaryIs("replica2");
        ofDatabase.keep("");
        assertThat(ofRegion.take(RegionSite.EAST, true)).isPresent();
        clock.advance(Duration.ofSeconds(60));
        assertThat(ofRegion.take(RegionSite.EAST, true)).isEmpty();
    }
}
