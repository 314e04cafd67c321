package dev.holdfast.drivers.powerdns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetRulesTest {
    private static final DnsTarget WEST = new DnsTarget("us-west-2", "127.2.0.20", 100, List.of(), Optional.empty());

    @Test
    void permitsRegionsAsTheyAre() {
        assertThatCode(() -> TargetRules.check(List.of(east(0, "US", "us-west-2"), WEST)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "east'} os.exit() --, 127.1.0.20, US, us-west-2",
                "us east, 127.1.0.20, US, us-west-2",
                "us-east-1, 127.1.0.256, US, us-west-2",
                "us-east-1, 127.1.0, US, us-west-2",
                "us-east-1, 127.1.0.020, US, us-west-2",
                "us-east-1, ::1, US, us-west-2",
                "us-east-1, www.lab.test, US, us-west-2",
                "us-east-1, 127.1.0.20, us, us-west-2",
                "us-east-1, 127.1.0.20, U', us-west-2",
                "us-east-1, 127.1.0.20, US, us-east-1",
                "us-east-1, 127.1.0.20, US, nowhere",
                "us-west-2, 127.1.0.20, US, us-west-2",
            })
    void refusesWhatAnAnswerCantBe(String region, String address, String country, String successor) {
        DnsTarget target = new DnsTarget(region, address, 100, List.of(country), Optional.of(successor));

        assertThat(code(List.of(target, WEST))).isEqualTo(ErrorCode.PARAMETER_INVALID);
    }

    @Test
    void refusesToLeadClientsNowhere() {
        assertThat(code(List.of())).isEqualTo(ErrorCode.PARAMETER_INVALID);
        assertThat(code(List.of(east(0, "US", "us-west-2"), WEST.weighing(0)))).isEqualTo(ErrorCode.PARAMETER_INVALID);
    }

    private static DnsTarget east(int weight, String country, String successor) {
        return new DnsTarget("us-east-1", "127.1.0.20", weight, List.of(country), Optional.of(successor));
    }

    private static ErrorCode code(List<DnsTarget> targets) {
        return catchThrowableOfType(HoldfastException.class, () -> TargetRules.check(targets))
                .code();
    }
}
