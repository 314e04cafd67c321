package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.drill.ScoreCard;
import dev.holdfast.app.scenario.FaultDrill.Expectation;
import dev.holdfast.lab.judge.Durability;
import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The primary is lost under live traffic: left alone the service stays down, with Holdfast it is back and nothing is lost. */
class DatabaseFailureServerTest {
    @RegisterExtension
    static final LabUnderTest LAB = new LabUnderTest(71);

    @ParameterizedTest
    @ValueSource(strings = {"crash primary", "hang primary", "blackhole primary"})
    void theServiceRecoversFromTheLossOfItsPrimary(String fault) throws IOException, InterruptedException {
        if (!LAB.permits(fault)) {
            return;
        }
        new FaultDrill(LAB, fault).withoutHoldfast(staysDown()).withHoldfast(recovers());
    }

    private static Expectation staysDown() {
        return outcome -> {
            ScoreCard card = outcome.card();
            assertThat(card.controlHolds()).as(card.toString()).isTrue();
            assertThat(card.judgement().recovered()).isFalse();
            assertThat(card.passed()).isFalse();
            assertThat(outcome.promotions()).isZero();
            assertThat(LAB.lab().primary()).isEqualTo(outcome.primary());
        };
    }

    private static Expectation recovers() {
        return outcome -> {
            ScoreCard card = outcome.card();
            assertThat(card.misses()).isEmpty();
            assertThat(card.passed()).isTrue();
            assertThat(card.judgement().contradictions().reads()).isZero();
            Durability durability = card.judgement().durability().orElseThrow();
            assertThat(durability.acknowledged()).isPositive();
            assertThat(durability.lost()).isZero();
            assertThat(durability.timelines())
                    .as("timelines of acknowledged writes")
                    .hasSize(2);
            assertThat(outcome.promotions()).isEqualTo(1);
            String primary = LAB.lab().primary();
            assertThat(primary).isNotEqualTo(outcome.primary());
            assertThat(LAB.upstream(outcome.primary()))
                    .contains(LAB.address(primary).host());
        };
    }
}
