package dev.holdfast.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultGrammarTest {
    private final FaultGrammar grammar = new FaultGrammar(LabPlan.standard());

    @Test
    void understandsEverySentence() {
        assertThat(grammar.parse("crash primary")).isEqualTo(new Fault.Crash("primary"));
        assertThat(grammar.parse("hang primary")).isEqualTo(new Fault.Hang("primary", Optional.empty()));
        assertThat(grammar.parse("stop replica2 1500ms"))
                .isEqualTo(new Fault.Hang("replica2", Optional.of(Duration.ofMillis(1500))));
        assertThat(grammar.parse("blackhole primary 2m"))
                .isEqualTo(new Fault.Blackhole("primary", Optional.of(Duration.ofMinutes(2))));
        assertThat(grammar.parse("lag replica1 30s")).isEqualTo(new Fault.Lag("replica1", Duration.ofSeconds(30)));
        assertThat(grammar.parse("restart primary")).isEqualTo(new Fault.Restart("primary", Fault.Restart.Mode.FAST));
        assertThat(grammar.parse("restart replica1 immediate"))
                .isEqualTo(new Fault.Restart("replica1", Fault.Restart.Mode.IMMEDIATE));
        assertThat(grammar.parse("cut us-west-2 from primary"))
                .isEqualTo(new Fault.CutRegion("us-west-2", "primary", Optional.empty()));
        assertThat(grammar.parse("cut holdfast from primary 5s"))
                .isEqualTo(new Fault.CutHoldfast("primary", Optional.of(Duration.ofSeconds(5))));
        assertThat(grammar.parse("fill connections primary"))
                .isEqualTo(new Fault.FillConnections("primary", Optional.empty()));
        assertThat(grammar.parse("reload haproxy-euw1")).isEqualTo(new BalancerFault.Reload("haproxy-euw1"));
        assertThat(grammar.parse("reload us-west-2")).isEqualTo(new BalancerFault.Reload("haproxy-usw2"));
    }

    @Test
    void caseAndSpacesDoNotMatter() {
        assertThat(grammar.parse("  Crash   PRIMARY ")).isEqualTo(new Fault.Crash("primary"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lag replica1 30s",
                "hang primary",
                "cut eu-west-1 from replica2 250ms",
                "restart primary fast",
                "reload haproxy-use1"
            })
    void theSentenceOfAFaultMeansThatFault(String sentence) {
        assertThat(grammar.parse(sentence).sentence()).isEqualTo(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "crash",
                "crash replica9",
                "crash primary 5s",
                "hang primary forever",
                "hang primary 5s 5s",
                "lag replica1",
                "lag replica1 -3s",
                "restart primary slowly",
                "cut mars from primary",
                "cut us-west-2 off primary",
                "fill pockets primary",
                "reload haproxy-use9",
                "reload primary",
                "reload haproxy-use1 5s"
            })
    void anythingElseIsRefusedWithAllSentences(String sentence) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> grammar.parse(sentence))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.FAULT_UNKNOWN))
                .satisfies(e -> grammar.sentences()
                        .forEach(each -> assertThat(e.attempted()).contains(each)));
    }
}
