package dev.holdfast.lab.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.lab.judge.Durability.Fate;
import dev.holdfast.lab.judge.Obstacle.Kind;
import dev.holdfast.lab.service.Order;
import dev.holdfast.lab.traffic.LedgerEntry;
import dev.holdfast.lab.traffic.LedgerEntry.ReadResult;
import dev.holdfast.model.topology.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
    private static final Instant FAULT = Instant.parse("2026-11-23T03:00:10Z");
    private static final Instant FROM = FAULT.minusSeconds(5);
    private static final Instant UNTIL = FAULT.plusSeconds(10);
    private static final Duration EVERY = Duration.ofMillis(25);
    private static final String EAST = "us-east-1";
    private static final String WEST = "us-west-2";

    private final SyntheticLedgers ledgers;

    JudgeTest(@TempDir Path directory) {
        ledgers = new SyntheticLedgers(directory);
    }

    @Test
    void measuresTheLongestTimeWithoutAcknowledgedWrites() {
        ledgers.served(EAST, FROM, FAULT.plusMillis(5), EVERY);
        ledgers.failed(EAST, FAULT.plusMillis(100));
        ledgers.failed(EAST, FAULT.plusMillis(200));
        ledgers.served(EAST, FAULT.plusMillis(305), UNTIL, EVERY);

        Judgement judgement = judge(EAST);

        assertThat(judgement.obstacles()).isEmpty();
        assertThat(judgement.recovered()).isTrue();
        assertThat(judgement.faithful()).isTrue();
        Outage outage = judgement.longestOutage().orElseThrow();
        assertThat(outage).isEqualTo(new Outage(FAULT, Optional.of(FAULT.plusMillis(305)), Duration.ofMillis(305)));
        assertThat(judgement.overall().requests().failedInOutage()).isEqualTo(2);
        assertThat(judgement.overall().requests().failed()).isEqualTo(2);
    }

    @Test
    void aFaultThatNothingRecoversFromIsNotRecovered() {
        ledgers.served(EAST, FROM, FAULT, EVERY);
        ledgers.failed(EAST, FAULT.plusSeconds(2));

        Judgement judgement = judge(EAST);

        assertThat(judgement.recovered()).isFalse();
        assertThat(kinds(judgement)).containsExactly(Kind.NOT_SERVED_AFTER);
        Outage outage = judgement.longestOutage().orElseThrow();
        assertThat(outage.ongoing()).isTrue();
        assertThat(outage.length()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void answersThatWereOnTheirWayWhenTheFaultStruckAreNoRecovery() {
        ledgers.served(EAST, FROM, FAULT.plusMillis(60), EVERY);

        Judgement judgement = judge(EAST);

        assertThat(kinds(judgement)).containsExactly(Kind.SILENT_AT_END);
        assertThat(judgement.longestOutage().orElseThrow().ongoing()).isTrue();
    }

    @Test
    void anOngoingOutageCountsMoreThanALongerOneThatEnded() {
        ledgers.served(EAST, FROM, FAULT, EVERY);
        ledgers.served(EAST, FAULT.plusSeconds(6), FAULT.plusSeconds(8), EVERY);

        Outage outage = judge(EAST).longestOutage().orElseThrow();

        assertThat(outage.ongoing()).isTrue();
        assertThat(outage.length()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void everyRegionMustBeServedAgain() {
        ledgers.served(EAST, FROM, UNTIL, EVERY);
        ledgers.served(WEST, FROM, FAULT, EVERY);

        Judgement judgement = judge(EAST, WEST);

        assertThat(judgement.recovered()).isFalse();
        assertThat(judgement.obstacles())
                .singleElement()
                .satisfies(obstacle -> assertThat(obstacle.region()).isEqualTo(WEST));
        assertThat(judgement.overall().outage().orElseThrow().length()).isEqualTo(EVERY);
    }

    @Test
    void serviceThatFailsTooOftenAtTheEndIsNoRecovery() {
        ledgers.served(EAST, FROM, UNTIL, EVERY);
        for (int i = 1; i <= 10; i++) {
            ledgers.failed(EAST, UNTIL.minusMillis(50L * i));
        }

        assertThat(kinds(judge(EAST))).containsExactly(Kind.FAILING_AT_END);
    }

    @Test
    void anObservationThatEndsWithTheFaultProvesNothing() {
        ledgers.served(EAST, FROM, FAULT.plusMillis(500), EVERY);
        var input = input(FAULT.plusMillis(500), EAST);

        assertThat(kinds(Judge.judge(input, ledgers.rows()))).containsExactly(Kind.WATCHED_TOO_SHORT);
    }

    @Test
    void anEmptyLedgerIsNoEvidence() {
        ledgers.line(EAST, "");

        Judgement judgement = judge(EAST);

        assertThat(kinds(judgement)).containsExactly(Kind.NO_TRAFFIC, Kind.NO_EVIDENCE);
        assertThat(judgement.recovered()).isFalse();
        assertThat(judgement.longestOutage()).isEmpty();
    }

    @Test
    void aRegionWithoutALedgerIsNotRecovered() {
        ledgers.served(EAST, FROM, UNTIL, EVERY);

        assertThat(judge(EAST, WEST).obstacles())
                .containsExactly(new Obstacle(Kind.NO_TRAFFIC, WEST, "the ledger has no line from the time observed"));
    }

    @Test
    void clientsThatWriteRarelyAreNotCalledSilent() {
        ledgers.served(EAST, FROM, UNTIL.minusMillis(1500), Duration.ofSeconds(1));

        assertThat(judge(EAST).recovered()).isTrue();
    }

    @Test
    void findsTheAcknowledgedWritesThatAreLost() {
        List<Order> orders = ledgers.served(EAST, FROM, UNTIL, EVERY);
        Order missing = orders.get(190);
        Order different = orders.get(195);
        ledgers.lose(missing);
        ledgers.alter(different);

        Judgement judgement = judge(EAST);
        Durability durability = judgement.durability().orElseThrow();

        assertThat(judgement.faithful()).isFalse();
        assertThat(durability.acknowledged()).isEqualTo(orders.size());
        assertThat(durability.lost()).isEqualTo(2);
        assertThat(durability.examples())
                .extracting(Durability.LostWrite::id, Durability.LostWrite::fate)
                .containsExactly(tuple(missing.id(), Fate.MISSING), tuple(different.id(), Fate.DIFFERENT));
        assertThat(durability.lossSpan())
                .as("from the acknowledgement of the oldest lost write to the fault")
                .isEqualTo(Duration.between(FROM.plus(EVERY.multipliedBy(190)), FAULT));
    }

    @Test
    void aWriteLostAfterTheFaultStretchesTheLossToItsAcknowledgement() {
        List<Order> orders = ledgers.served(EAST, FROM, UNTIL, EVERY);
        ledgers.lose(orders.get(240));
        ledgers.lose(orders.get(280));

        Durability durability = judge(EAST).durability().orElseThrow();

        assertThat(durability.lossSpan()).isEqualTo(EVERY.multipliedBy(40));
    }

    @Test
    void seesDoubleRowsTimelinesAndWritesThatWereKeptUnacknowledged() {
        List<Order> orders = ledgers.served(EAST, FROM, UNTIL, EVERY);
        ledgers.store(orders.getFirst(), 2);
        Order unknown = ledgers.failed(EAST, FAULT.plusMillis(10));
        ledgers.store(unknown, 2);

        Judgement judgement = judge(EAST);
        Durability durability = judgement.durability().orElseThrow();

        assertThat(durability.doubleRows()).isEqualTo(1);
        assertThat(durability.timelines()).containsExactly(1, 2);
        assertThat(durability.keptUnacknowledged()).isEqualTo(1);
        assertThat(judgement.faithful()).isFalse();
    }

    @Test
    void countsReadsThatContradictAnAcknowledgement() {
        List<Order> orders = ledgers.served(EAST, FROM, UNTIL, EVERY);
        ledgers.read(EAST, orders.get(1), ReadResult.MATCHED);
        ledgers.read(EAST, orders.get(2), ReadResult.MISSING);
        ledgers.read(EAST, orders.get(3), ReadResult.DIFFERENT);

        Judgement judgement = judge(EAST);

        assertThat(judgement.contradictions().reads()).isEqualTo(2);
        assertThat(judgement.contradictions().examples())
                .extracting(LedgerEntry.Read::id)
                .containsExactly(orders.get(2).id(), orders.get(3).id());
        assertThat(judgement.faithful()).isFalse();
        assertThat(judgement.recovered()).isTrue();
    }

    @Test
    void aLineThatACrashCutInHalfIsCountedAndTheRestStillCounts() {
        ledgers.served(EAST, FROM, UNTIL, EVERY);
        ledgers.line(EAST, "{\"type\":\"acknowledged\",\"id\":\"0b1f");

        Judgement judgement = judge(EAST);

        assertThat(judgement.recovered()).isTrue();
        assertThat(judgement.evidence().brokenLines()).isEqualTo(1);
        assertThat(judgement.evidence().lines())
                .isEqualTo(judgement.durability().orElseThrow().acknowledged());
    }

    @Test
    void rowsThatCannotBeReadAreNoProof() {
        ledgers.served(EAST, FROM, UNTIL, EVERY);

        Judgement judgement = Judge.judge(input(UNTIL, EAST), _ -> {
            throw new OrderRows.UnreadableException("connection refused");
        });

        assertThat(kinds(judgement)).containsExactly(Kind.ROWS_UNREADABLE);
        assertThat(judgement.faithful()).isFalse();
        assertThat(judgement.durability()).isEmpty();
    }

    private Judgement judge(String... regions) {
        return Judge.judge(input(UNTIL, regions), ledgers.rows());
    }

    private JudgeInput input(Instant until, String... regions) {
        var rows = new JudgeInput.Rows(new HostPort("127.43.0.1", 1), "orders", "app");
        return new JudgeInput(ledgers.directory(), List.of(regions), FROM, FAULT, until, rows);
    }

    private static List<Kind> kinds(Judgement judgement) {
        return judgement.obstacles().stream().map(Obstacle::kind).toList();
    }
}
