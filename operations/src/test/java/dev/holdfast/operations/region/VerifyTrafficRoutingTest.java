package dev.holdfast.operations.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.region.RegionVerdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Verifying where clients are led")
class VerifyTrafficRoutingTest extends InRegions {
    private static final VerifyTrafficRouting.Parameters ALL = new VerifyTrafficRouting.Parameters(NONE, NONE);

    private final VerifyTrafficRouting verify = new VerifyTrafficRouting();

    private Proof prove() {
        return verify.prove(ALL, execution);
    }

    private void assertFails(ErrorCode code, String observed) {
        assertThat(prove()).isInstanceOfSatisfying(Proof.Fails.class, fails -> {
            assertThat(fails.code()).isEqualTo(code);
            assertThat(fails.observed()).contains(observed);
        });
    }

    private void left() {
        site.lose("us-east-1");
        execution.run(new RegionFailover(), RegionFailoverTest.from("us-east-1", "us-west-2"));
    }

    @Test
    @DisplayName("holds in good times, with what every country gets")
    void good() {
        inTime(() -> assertThat(prove())
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.evidence())
                                .contains("ns1: DE to eu-west-1, JP to us-west-2, US to us-east-1")));
    }

    @Test
    @DisplayName("fails while clients are led to a region that is down, and holds when it was left")
    void down() {
        inTime(() -> {
            site.lose("us-east-1");
            assertFails(ErrorCode.DNS_ANSWER_WRONG, "ns2 leads a client in US to us-east-1");
        });
    }

    @Test
    @DisplayName("holds when the region was left")
    void afterwards() {
        inTime(() -> {
            left();
            assertThat(prove()).isInstanceOf(Proof.Holds.class);
        });
    }

    @Test
    @DisplayName("fails, with figures, while clients come in at a region that nobody is led to")
    void tail() {
        inTime(() -> {
            execution.run(new RegionFailover(), RegionFailoverTest.from("us-east-1", "us-west-2"));
            assertThat(prove()).isInstanceOf(Proof.Holds.class);
            site.sockets("us-east-1", "fastapi-main-use1-1", 2);
            assertFails(ErrorCode.REGION_STILL_USED, "still in us-east-1: 0 requests between two looks, 2 WebSockets");
        });
    }

    @Test
    @DisplayName("fails while clients aren't served where they are led")
    void notServed() {
        inTime(() -> {
            site.plain().crash("primary");
            assertFails(ErrorCode.SERVICE_NOT_SERVING, "503");
        });
    }

    @Test
    @DisplayName("fails while a server that answers clients says another thing than was decided")
    void undecided() {
        inTime(() -> {
            left();
            site.bringBack("us-east-1");
            assertFails(ErrorCode.DNS_ANSWER_WRONG, "ns1 leads a client in US to us-east-1");
        });
    }

    @Test
    @DisplayName("doesn't know when a server of a living region is silent, or a load balancer says nothing")
    void unknown() {
        inTime(() -> {
            site.zone().kill("ns2");
            assertThat(prove()).isInstanceOf(Proof.Unknown.class);
            site.zone().revive("ns2");
            execution.run(new RegionFailover(), RegionFailoverTest.from("us-east-1", "us-west-2"));
            site.plain().fakeBalancer("use1").die();
            assertThat(prove()).isInstanceOf(Proof.Unknown.class);
            site.says(new RegionVerdict.Failing("us-east-1", List.of(), "its load balancer is dead"));
            assertThat(prove()).isInstanceOf(Proof.Holds.class);
        });
    }

    @Test
    @DisplayName("fails for a region that is named, healthy or not, while anybody is led there")
    void named() {
        inTime(() -> assertThat(
                        verify.prove(new VerifyTrafficRouting.Parameters(Optional.of("eu-west-1"), NONE), execution))
                .isInstanceOf(Proof.Fails.class));
    }
}
