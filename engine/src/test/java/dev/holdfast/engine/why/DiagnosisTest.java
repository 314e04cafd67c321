package dev.holdfast.engine.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.recovery.WatchRegister.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final Standing WATCH = new Standing("orders", 4711, "database-failure", NOW, NOW);
    private static final String DISARMED = "disarmed by alice: maintenance";

    private static String answer(Judgement judgement, List<Unfinished> unfinished, String... blocks) {
        Finding finding = new Finding("database_primary_down", judgement, "because of the votes", List.of(), List.of());
        return new Diagnosis(
                        "orders",
                        Optional.of("replica1"),
                        List.of(finding),
                        List.of(WATCH),
                        unfinished,
                        Optional.empty(),
                        List.of(blocks),
                        Optional.empty())
                .answer();
    }

    @Test
    void saysWhatWouldBeDoneWhileAllIsWell() {
        assertThat(answer(Judgement.QUIET, List.of()))
                .isEqualTo("the primary (replica1) works; if it were down, the watch would run database-failure");
    }

    @Test
    void saysWhileAllIsWellThatNothingWouldBeDone() {
        assertThat(answer(Judgement.QUIET, List.of(), DISARMED, "no watch stands"))
                .isEqualTo("the primary (replica1) works; but if it were down, nothing would be done by itself: "
                        + DISARMED);
    }

    @Test
    void saysWhyNothingIsDoneAboutAPrimaryThatIsDown() {
        assertThat(answer(Judgement.FIRES, List.of(), DISARMED))
                .isEqualTo("the primary (replica1) is down, and nothing is done by itself: " + DISARMED);
    }

    @Test
    void saysWhereTheRunAboutItStands() {
        Unfinished run =
                new Unfinished("r-1", "database-failure", "database_primary_down: silent", "step fence is started");

        assertThat(answer(Judgement.FIRES, List.of(run), "run r-1 is not finished"))
                .isEqualTo("the primary (replica1) is down, and run r-1 is about it: step fence is started");
    }

    @Test
    void doubtIsNoReasonToAct() {
        assertThat(answer(Judgement.SUSPECT, List.of()))
                .isEqualTo("the primary (replica1) is not proven to be down, so nothing is done: because of the votes");
        assertThat(answer(Judgement.BLIND, List.of()))
                .isEqualTo("the primary (replica1) can't be judged, so nothing is done: because of the votes");
    }
}
