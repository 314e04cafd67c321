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

class RegionSentencesTest {
    private final FaultGrammar grammar = new FaultGrammar(LabPlan.standard());

    @Test
    void understandsEverySentence() {
        assertThat(grammar.parse("crash region us-east-1")).isEqualTo(new RegionFault.Crash("us-east-1"));
        assertThat(grammar.parse("hang region eu-west-1 20s"))
                .isEqualTo(new RegionFault.Hang("eu-west-1", Optional.of(Duration.ofSeconds(20))));
        assertThat(grammar.parse("stop region eu-west-1"))
                .isEqualTo(new RegionFault.Hang("eu-west-1", Optional.empty()));
        assertThat(grammar.parse("blackhole region us-west-2"))
                .isEqualTo(new RegionFault.Blackhole("us-west-2", Optional.empty()));
        assertThat(grammar.parse("slow region us-west-2 300"))
                .isEqualTo(new RegionFault.Slow("us-west-2", 300, Optional.empty()));
        assertThat(grammar.parse("slow region us-west-2 300 1m"))
                .isEqualTo(new RegionFault.Slow("us-west-2", 300, Optional.of(Duration.ofMinutes(1))));
        assertThat(grammar.parse("partition us-east-1 from us-west-2 5s"))
                .isEqualTo(new RegionFault.Partition("us-east-1", "us-west-2", Optional.of(Duration.ofSeconds(5))));
        assertThat(grammar.parse("crash dns ns1")).isEqualTo(new DnsFault.Crash("ns1"));
        assertThat(grammar.parse("blackhole dns ns2 2s"))
                .isEqualTo(new DnsFault.Blackhole("ns2", Optional.of(Duration.ofSeconds(2))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crash region us-east-1",
                "hang region us-east-1 250ms",
                "blackhole region us-east-1 9s",
                "slow region us-east-1 10",
                "slow region us-east-1 10000 4s",
                "partition us-east-1 from eu-west-1",
                "crash dns ns2",
                "blackhole dns ns1"
            })
    void theSentenceOfAFaultMeansThatFault(String sentence) {
        assertThat(grammar.parse(sentence).sentence()).isEqualTo(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crash region",
                "crash region mars",
                "crash region us-east-1 5s",
                "crash region primary",
                "hang region us-east-1 soon",
                "slow region us-east-1",
                "slow region us-east-1 9",
                "slow region us-east-1 10001",
                "slow region us-east-1 5s",
                "slow primary 300",
                "lag region us-east-1 3s",
                "partition us-east-1",
                "partition us-east-1 from us-east-1",
                "partition us-east-1 and us-west-2",
                "partition us-east-1 from mars",
                "crash dns ns9",
                "crash dns",
                "hang dns ns1"
            })
    void anythingElseIsRefusedWithAllSentences(String sentence) {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> grammar.parse(sentence))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.FAULT_UNKNOWN))
                .satisfies(e -> grammar.sentences()
                        .forEach(each -> assertThat(e.attempted()).contains(each)));
    }
}
