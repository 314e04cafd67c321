package dev.holdfast.operations.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.region.RegionVerdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Changing DNS by hand")
class DnsOperationsTest extends InRegions {
    private final UpdateGeodns geodns = new UpdateGeodns();
    private final UpdateDnsRecords records = new UpdateDnsRecords();

    private static UpdateGeodns.Parameters remove(String region) {
        return new UpdateGeodns.Parameters(Optional.of(region), NONE, Optional.empty(), NONE);
    }

    private static UpdateGeodns.Parameters add(String region, int weight) {
        return new UpdateGeodns.Parameters(NONE, Optional.of(region), Optional.of(weight), NONE);
    }

    @Test
    @DisplayName("takes a dead region out, puts it back with the usual weight, and is satisfied each second time")
    void outAndIn() {
        inTime(() -> {
            site.lose("us-west-2");
            assertThat(execution.plan(geodns, remove("us-west-2")).needsConfirmation())
                    .isFalse();
            assertThat(execution.run(geodns, remove("us-west-2"))).isInstanceOf(Proof.Holds.class);
            assertThat(site.zone().said("ns1")).isEqualTo("us-east-1=100 us-west-2=0 eu-west-1=100");
            assertThat(geodns.assess(remove("us-west-2"), execution)).isInstanceOf(Assessment.Satisfied.class);
            UpdateGeodns.Parameters back =
                    new UpdateGeodns.Parameters(NONE, Optional.of("us-west-2"), Optional.empty(), NONE);
            assertRefused(geodns, back, ErrorCode.REGION_NOT_HEALTHY, "check-region-health");
            site.bringBack("us-west-2");
            assertThat(execution.run(geodns, back)).isInstanceOf(Proof.Holds.class);
            assertThat(site.zone().said("ns2")).isEqualTo("us-east-1=100 us-west-2=100 eu-west-1=100");
            assertThat(geodns.assess(back, execution)).isInstanceOf(Assessment.Satisfied.class);
        });
    }

    @Test
    @DisplayName("gives a region more than its usual weight, as the procedures do")
    void weight() {
        inTime(() -> {
            assertThat(execution.run(geodns, add("us-west-2", 200))).isInstanceOf(Proof.Holds.class);
            assertThat(site.zone().said("ns1")).contains("us-west-2=200");
        });
    }

    @Test
    @DisplayName("wants a confirmation to take out a region that serves, and never takes out the last healthy one")
    void serving() {
        inTime(() -> {
            assertThat(execution.plan(geodns, remove("us-west-2")).confirmation())
                    .contains("us-west-2 is healthy");
            site.lose("us-west-2").says(new RegionVerdict.Suspect("eu-west-1", List.of(), "slow"));
            assertRefused(geodns, remove("us-east-1"), ErrorCode.LAST_REGION, "");
            assertRefused(geodns, add("us-east-1", 0), ErrorCode.LAST_REGION, "");
        });
    }

    @Test
    @DisplayName("refuses weights out of range, and both or neither of the options")
    void invalid() {
        List.of(
                        Map.of("add", "us-west-2", "weight", "1001"),
                        Map.of("add", "us-west-2", "weight", "-1"),
                        Map.of("remove", "us-west-2", "weight", "5"),
                        Map.of("remove", "us-west-2", "add", "us-west-2"),
                        Map.<String, String>of())
                .forEach(options -> assertThatThrownBy(
                                () -> ParameterBinding.bind(UpdateGeodns.Parameters.class, options))
                        .isInstanceOfSatisfying(
                                HoldfastException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.PARAMETER_INVALID)));
    }

    @Test
    @DisplayName("changes nothing, and says so, when no server can be told")
    void noApi() {
        inTime(() -> {
            site.zone().loseApi("ns1");
            site.zone().loseApi("ns2");
            assertThatThrownBy(() -> execution.run(geodns, remove("us-west-2")))
                    .isInstanceOfSatisfying(
                            HoldfastException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DNS_UNREACHABLE));
        });
    }

    @Test
    @DisplayName("takes the failed region out of DNS, as a step of the workflow")
    void step() {
        inTime(() -> {
            site.lose("us-east-1");
            UpdateDnsRecords.Parameters lost =
                    new UpdateDnsRecords.Parameters(NONE, Optional.of("us-east-1"), NONE, false);
            assertThat(execution.plan(records, lost).needsConfirmation()).isFalse();
            assertThat(execution.run(records, lost))
                    .isInstanceOfSatisfying(
                            Proof.Holds.class,
                            holds -> assertThat(holds.outputs()).containsEntry("untold", "ns1"));
            assertThat(records.assess(lost, execution)).isInstanceOf(Assessment.Satisfied.class);
            site.bringBack("us-east-1");
            assertThat(site.zone().said("ns1")).startsWith("us-east-1=100");
            UpdateDnsRecords.Parameters all = new UpdateDnsRecords.Parameters(NONE, NONE, NONE, false);
            assertThat(execution.run(records, all)).isInstanceOf(Proof.Holds.class);
            assertThat(site.zone().said("ns1")).startsWith("us-east-1=0");
        });
    }

    @Test
    @DisplayName("waits for a server that is away, and tells it what is decided by the time it is back")
    void everyServer() {
        inTime(() -> {
            site.lose("us-east-1");
            execution.run(records, new UpdateDnsRecords.Parameters(NONE, Optional.of("us-east-1"), NONE, false));
            UpdateDnsRecords.Parameters every = new UpdateDnsRecords.Parameters(NONE, NONE, NONE, true);
            assertThat(records.prove(every, execution))
                    .isInstanceOfSatisfying(
                            Proof.Fails.class, fails -> assertThat(fails.code()).isEqualTo(ErrorCode.DNS_HALF_APPLIED));
            Tempo tempo = Tempo.current();
            tempo.fork("later", () -> {
                tempo.sleep(Duration.ofSeconds(20));
                execution.run(geodns, add("us-west-2", 50));
                site.bringBack("us-east-1");
                return true;
            });
            assertThat(execution.run(records, every)).isInstanceOf(Proof.Holds.class);
            assertThat(site.zone().said("ns1")).isEqualTo("us-east-1=0 us-west-2=50 eu-west-1=100");
            assertThat(records.assess(every, execution)).isInstanceOf(Assessment.Satisfied.class);
        });
    }

    @Test
    @DisplayName("has nothing to tell in good times")
    void nothing() {
        inTime(() -> assertThat(records.assess(new UpdateDnsRecords.Parameters(NONE, NONE, NONE, false), execution))
                .isInstanceOf(Assessment.Satisfied.class));
    }

    @Test
    @DisplayName("is not fooled by a server that takes what it is told and goes on with the old answer")
    void stale() {
        inTime(() -> {
            site.lose("us-west-2").zone().cache("ns2");
            assertThat(execution.run(geodns, remove("us-west-2"))).isInstanceOfSatisfying(Proof.Fails.class, fails -> {
                assertThat(fails.code()).isEqualTo(ErrorCode.DNS_ANSWER_WRONG);
                assertThat(fails.observed()).isEqualTo("ns2 leads a client in JP to us-west-2");
            });
        });
    }
}
