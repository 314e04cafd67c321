package dev.holdfast.engine.detection;

import static dev.holdfast.model.detection.Sign.ABSTAINS;
import static dev.holdfast.model.detection.Sign.ALIVE;
import static dev.holdfast.model.detection.Sign.ANSWERING;
import static dev.holdfast.model.detection.Sign.BROKEN;
import static dev.holdfast.model.detection.Sign.REFUSED;
import static dev.holdfast.model.detection.Sign.SILENT;
import static dev.holdfast.model.detection.Sign.STOPPING;
import static dev.holdfast.model.detection.Source.Kind.CANARY;
import static dev.holdfast.model.detection.Source.Kind.HOST;
import static dev.holdfast.model.detection.Source.Kind.PROBE;
import static dev.holdfast.model.detection.Source.Kind.REPLICA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Source;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.topology.DetectionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrimaryDownRuleTest {
    private static final Instant START = Instant.parse("2026-11-23T03:00:00Z");
    private static final List<Source> SERVICE_PATHS = List.of(
            new Source(PROBE, "us-east-1"),
            new Source(PROBE, "us-west-2"),
            new Source(CANARY, "use1"),
            new Source(CANARY, "usw2"),
            new Source(REPLICA, "replica1"),
            new Source(REPLICA, "replica2"));
    private static final List<Sign> SIGNS = List.of(Sign.values());
    private static final Source HOST_OF_PRIMARY = new Source(HOST, "primary");

    private final PrimaryDownRule rule = new PrimaryDownRule(
            new DetectionPolicy(Duration.ofMillis(50), Duration.ofMillis(1200), Duration.ofSeconds(15)));
    private Evidence evidence = Evidence.none(START);

    @Test
    void everyPathAliveIsAlive() {
        allSee(ALIVE, 0);
        assertThat(verdictAt(10)).isInstanceOf(Verdict.Alive.class);
    }

    @Test
    void aKilledProcessIsDownAtOnceWhenEveryPathFailsToo() {
        allSee(ALIVE, 0);
        allSee(REFUSED, 100);
        see(HOST_OF_PRIMARY, REFUSED, 110);
        assertThat(verdictAt(120))
                .isInstanceOfSatisfying(
                        Verdict.Down.class, down -> assertThat(down.cause()).isEqualTo(Verdict.Cause.CRASHED));
    }

    @Test
    void theHostsWordFromBeforeTheFailureDoesNotCount() {
        allSee(ALIVE, 0);
        see(HOST_OF_PRIMARY, REFUSED, 50);
        allSee(REFUSED, 100);
        assertThat(verdictAt(120)).isInstanceOf(Verdict.Suspect.class);
    }

    @Test
    void theHostAloneNeverMakesItDown() {
        allSee(ALIVE, 0);
        see(HOST_OF_PRIMARY, REFUSED, 110);
        assertThat(verdictAt(5000)).isInstanceOf(Verdict.Alive.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "BROKEN", "SILENT"})
    void silenceOnAllPathsIsDownOnlyWhenItHasLasted(Sign sign) {
        allSee(ALIVE, 0);
        allSee(sign, 100);
        assertThat(verdictAt(1199)).isInstanceOf(Verdict.Suspect.class);
        assertThat(verdictAt(1200))
                .isInstanceOfSatisfying(
                        Verdict.Down.class, down -> assertThat(down.cause()).isEqualTo(Verdict.Cause.SILENT));
    }

    @Test
    void aCutBetweenHoldfastAndAHealthyPrimaryIsNotDown() {
        allSee(ALIVE, 0);
        SERVICE_PATHS.stream().filter(source -> source.kind() == PROBE).forEach(source -> see(source, SILENT, 100));
        assertThat(verdictAt(60_000)).isInstanceOf(Verdict.Suspect.class);
    }

    @Test
    void aStandbyThatStillHearsItIsEnoughToWait() {
        allSee(ALIVE, 0);
        allSee(SILENT, 100);
        see(new Source(REPLICA, "replica2"), ALIVE, 200);
        assertThat(verdictAt(60_000)).isInstanceOf(Verdict.Suspect.class);
    }

    @Test
    void whenNoStandbyCanTellHoldfastIsBlind() {
        allSee(ALIVE, 0);
        allSee(SILENT, 100);
        see(new Source(REPLICA, "replica1"), ABSTAINS, 200);
        see(new Source(REPLICA, "replica2"), ABSTAINS, 200);
        see(HOST_OF_PRIMARY, REFUSED, 300);
        assertThat(verdictAt(60_000)).isInstanceOf(Verdict.Blind.class);
    }

    @Test
    void aSingleVantagePointIsNotEnough() {
        see(new Source(PROBE, "us-east-1"), REFUSED, 0);
        see(new Source(CANARY, "use1"), REFUSED, 0);
        see(new Source(REPLICA, "replica1"), BROKEN, 0);
        assertThat(verdictAt(60_000)).isInstanceOf(Verdict.Blind.class);
    }

    @Test
    void aFullConnectionPoolIsLife() {
        allSee(ALIVE, 0);
        allSee(SILENT, 100);
        see(new Source(PROBE, "us-east-1"), ANSWERING, 200);
        assertThat(verdictAt(60_000)).isInstanceOf(Verdict.Suspect.class);
    }

    @Test
    void aSlowPrimaryThatAnswersNowAndThenIsNotDown() {
        for (int at = 0; at < 20_000; at += 1000) {
            allSee(SILENT, at);
            see(new Source(PROBE, "us-west-2"), ALIVE, at + 400);
            see(new Source(PROBE, "us-west-2"), SILENT, at + 500);
            assertThat(verdictAt(at + 999)).isInstanceOf(Verdict.Suspect.class);
        }
    }

    @Test
    void aRestartHasItsGrace() {
        allSee(ALIVE, 0);
        allSee(STOPPING, 100);
        see(new Source(PROBE, "us-east-1"), ANSWERING, 120);
        allSee(REFUSED, 150);
        assertThat(verdictAt(14_000)).isInstanceOf(Verdict.Suspect.class);
        assertThat(verdictAt(15_200))
                .isInstanceOfSatisfying(
                        Verdict.Down.class, down -> assertThat(down.cause()).isEqualTo(Verdict.Cause.STOPPED));
    }

    @Test
    void aRestartThatSucceededIsAliveAgain() {
        allSee(ALIVE, 0);
        allSee(STOPPING, 100);
        allSee(REFUSED, 150);
        allSee(ALIVE, 400);
        assertThat(verdictAt(500)).isInstanceOf(Verdict.Alive.class);
    }

    @Test
    void aCrashSoonAfterARestartIsDownAtOnce() {
        allSee(STOPPING, 0);
        allSee(ALIVE, 500);
        allSee(REFUSED, 1000);
        see(HOST_OF_PRIMARY, REFUSED, 1010);
        assertThat(verdictAt(1020)).isInstanceOf(Verdict.Down.class);
    }

    @Test
    void aHostThatSaysStoppedHoldsTheFailoverBack() {
        allSee(ALIVE, 0);
        allSee(REFUSED, 100);
        see(HOST_OF_PRIMARY, STOPPING, 110);
        assertThat(verdictAt(5000)).isInstanceOf(Verdict.Suspect.class);
    }

    @Test
    void looksOfASleeperDoNotCount() {
        allSee(ALIVE, 0);
        allSee(SILENT, 100);
        evidence = evidence.stalled(Duration.ofMillis(900));
        assertThat(verdictAt(5000)).isInstanceOf(Verdict.Suspect.class);
    }

    @Test
    void aPrimaryThatWasNeverSeenAliveIsDownAfterASilenceFromTheBeginningOfTheWatch() {
        allSee(REFUSED, 0);
        assertThat(verdictAt(1100)).isInstanceOf(Verdict.Suspect.class);
        assertThat(verdictAt(1300)).isInstanceOf(Verdict.Down.class);
    }

    /** Whatever the order of looks: {@code Down} is never said while the newest look of a path shows life. */
    @Test
    void neverDownWhileAnyPathShowsLife() {
        long seed = 20261123L;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            evidence = Evidence.none(START);
            int at = 0;
            for (int look = 0; look < 14; look++) {
                at += random.nextInt(400);
                Sign sign = SIGNS.get(random.nextInt(SIGNS.size()));
                see(SERVICE_PATHS.get(random.nextInt(SERVICE_PATHS.size())), sign, at);
            }
            if (verdictAt(at + random.nextInt(3000)) instanceof Verdict.Down down) {
                assertThat(down.votes())
                        .as("seed %d, round %d", seed, round)
                        .noneMatch(vote -> vote.sign().showsLife());
                assertThat(down.votes().stream()
                                .filter(vote -> vote.sign().failed())
                                .map(vote -> vote.source().kind()))
                        .as("seed %d, round %d", seed, round)
                        .contains(PROBE, CANARY, REPLICA);
            }
        }
    }

    private void allSee(Sign sign, long millis) {
        SERVICE_PATHS.forEach(source -> see(source, sign, millis));
    }

    private void see(Source source, Sign sign, long millis) {
        Instant at = START.plusMillis(millis);
        evidence = evidence.with(new Look(source, sign, at, at, sign.name()));
    }

    private Verdict verdictAt(long millis) {
        return rule.judge(evidence, START.plusMillis(millis));
    }
}
