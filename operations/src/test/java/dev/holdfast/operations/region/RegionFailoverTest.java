package dev.holdfast.operations.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.region.RegionVerdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Leaving a region that is dead")
class RegionFailoverTest extends InRegions {
    private static final RegionFailover.Parameters TO_WEST = from("us-east-1", "us-west-2");

    private final RegionFailover failover = new RegionFailover();

    static RegionFailover.Parameters from(String from, String to) {
        return new RegionFailover.Parameters(Optional.of(from), Optional.of(to), false, false, NONE);
    }

    @Test
    @DisplayName("needs no confirmation, and lists every change")
    void plan() {
        inTime(() -> {
            site.lose("us-east-1");
            Plan plan = execution.plan(failover, TO_WEST);
            assertThat(plan.needsConfirmation()).isFalse();
            assertThat(plan.summary()).isEqualTo("lead the clients of us-east-1 to us-west-2, at once");
            assertThat(plan.changes())
                    .contains(
                            "scale fastapi-main in us-west-2 to 4 instances, at the same time",
                            "ns1 answers nobody: it must be told before it serves again",
                            "fence primary")
                    .anyMatch(change -> change.startsWith("promote replica1"))
                    .anyMatch(change -> change.startsWith("service: from us-east-1=100"));
        });
    }

    @Test
    @DisplayName("leads everybody elsewhere, moves the database, and counts who is left")
    void moves() {
        inTime(() -> {
            site.lose("us-east-1");
            assertThat(execution.run(failover, TO_WEST)).isInstanceOfSatisfying(Proof.Holds.class, holds -> {
                assertThat(holds.outputs())
                        .containsEntry("from", "us-east-1")
                        .containsEntry("region", "us-east-1")
                        .containsEntry("to", "us-west-2");
                assertThat(holds.evidence()).contains("US to us-west-2", "nothing of the region answers");
            });
            assertThat(site.zone().said("ns2")).isEqualTo("us-east-1=0>us-west-2 us-west-2=100 eu-west-1=100");
            assertThat(site.plain().acknowledging()).containsExactly("replica1");
            assertThat(site.plain().fakeBalancer("usw2").letIn("pg_writer")).containsExactly("replica1");
            site.plain().fakeBalancer("usw2").reload();
            assertThat(site.plain().fakeBalancer("usw2").letIn("pg_writer"))
                    .as("after a reload")
                    .containsExactly("replica1");
            assertThat(site.plain().fakeBalancer("use1").kept())
                    .as("nobody asks it")
                    .isZero();
            assertThat(execution.notes()).anyMatch(note -> note.contains("ns1 answers nobody and could not be told"));
            assertThat(failover.assess(TO_WEST, execution)).isInstanceOf(Assessment.Satisfied.class);
        });
    }

    @Test
    @DisplayName("finds out by itself which region is dead")
    void withoutFrom() {
        inTime(() -> {
            site.lose("eu-west-1");
            assertThat(execution.run(failover, new RegionFailover.Parameters(NONE, NONE, false, false, NONE)))
                    .isInstanceOfSatisfying(
                            Proof.Holds.class,
                            holds -> assertThat(holds.outputs()).containsEntry("from", "eu-west-1"));
            assertThat(site.plain().acknowledging()).containsExactly("primary");
        });
    }

    @Test
    @DisplayName("finds the one that does not answer although the others serve nobody without its database")
    void othersWait() {
        inTime(() -> {
            site.lose("us-east-1")
                    .says(new RegionVerdict.Failing("us-west-2", List.of(), "503"))
                    .says(new RegionVerdict.Failing("eu-west-1", List.of(), "503"));
            assertThat(execution.run(failover, new RegionFailover.Parameters(NONE, NONE, false, false, NONE)))
                    .isInstanceOf(Proof.Holds.class);
            assertThat(site.plain().acknowledging()).containsExactly("replica1");
        });
    }

    @Test
    @DisplayName("is refused while no region is proven to be down, unless it is named")
    void nothingDown() {
        inTime(() -> assertRefused(
                failover,
                new RegionFailover.Parameters(NONE, NONE, false, false, NONE),
                ErrorCode.REGION_NOT_DOWN,
                "name the region with --from"));
    }

    @Test
    @DisplayName("is refused for a region that does not exist")
    void unknown() {
        inTime(() -> assertThatThrownBy(() -> failover.assess(from("us-east-9", "us-west-2"), execution))
                .isInstanceOfSatisfying(
                        HoldfastException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN)));
    }

    @Test
    @DisplayName("is refused towards a region that isn't healthy, is itself, or that nobody is led to")
    void unfit() {
        inTime(() -> {
            site.lose("eu-west-1").says(new RegionVerdict.Suspect("us-west-2", List.of(), "slow"));
            assertRefused(
                    failover, from("eu-west-1", "us-west-2"), ErrorCode.REGION_NOT_HEALTHY, "healthy region with --to");
            assertRefused(failover, from("eu-west-1", "eu-west-1"), ErrorCode.PARAMETER_INVALID, "");
        });
    }

    @Test
    @DisplayName("goes to a named region that serves nobody only because the lost one held the primary")
    void waiting() {
        inTime(() -> {
            site.lose("us-east-1").says(new RegionVerdict.Suspect("us-west-2", List.of(), "no region serves"));
            assertThat(execution.run(failover, TO_WEST)).isInstanceOf(Proof.Holds.class);
        });
    }

    @Test
    @DisplayName("is refused when no other region serves")
    void last() {
        inTime(() -> {
            site.lose("us-west-2").lose("eu-west-1");
            assertRefused(
                    failover,
                    new RegionFailover.Parameters(Optional.of("us-east-1"), NONE, true, false, NONE),
                    ErrorCode.LAST_REGION,
                    "");
        });
    }

    @Test
    @DisplayName("goes on to a suspect region when there is no better one: something beats nothing")
    void suspect() {
        inTime(() -> {
            site.lose("us-east-1").lose("eu-west-1").says(new RegionVerdict.Suspect("us-west-2", List.of(), "slow"));
            assertThat(failover.assess(
                            new RegionFailover.Parameters(Optional.of("us-east-1"), NONE, false, false, NONE),
                            execution))
                    .isInstanceOf(Assessment.Actionable.class);
        });
    }

    @Test
    @DisplayName("wants a confirmation to leave a region at once that isn't proven to be down")
    void ungraceful() {
        inTime(() -> {
            site.says(new RegionVerdict.Suspect("us-east-1", List.of(), "two of three places see nothing"));
            Plan plan = execution.plan(
                    failover, new RegionFailover.Parameters(Optional.of("us-east-1"), NONE, true, false, NONE));
            assertThat(plan.confirmation()).contains("it isn't proven that the region is down", "two of three places");
            assertThat(plan.changes())
                    .contains(
                            "leave the primary of database orders, primary, where it is: it answers; --with-database moves it");
        });
    }

    @Test
    @DisplayName("leaves a database alone whose primary isn't proven to be down, and says so")
    void databaseUnsure() {
        inTime(() -> {
            site.lose("us-east-1");
            site.plain().examinerSays(new Verdict.Suspect(List.of(), "a replica hears it"));
            Plan plan = execution.plan(failover, TO_WEST);
            assertThat(plan.needsConfirmation()).isFalse();
            failover.perform(TO_WEST, plan, execution);
            assertThat(site.zone().said("ns2")).startsWith("us-east-1=0");
            assertThat(site.plain().acknowledging()).isEmpty();
            assertThat(execution.notes()).anyMatch(note -> note.startsWith("database orders stays, because"));
            assertThat(failover.prove(TO_WEST, execution)).isInstanceOf(Proof.Fails.class);
        });
    }

    @Test
    @DisplayName("says exactly what each DNS server says when one of them could not be told, and completes it later")
    void halfApplied() {
        inTime(() -> {
            site.lose("us-east-1").zone().revive("ns1");
            site.zone().loseApi("ns1");
            Plan plan = execution.plan(failover, TO_WEST);
            assertThatThrownBy(() -> failover.perform(TO_WEST, plan, execution))
                    .isInstanceOfSatisfying(HoldfastException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.DNS_HALF_APPLIED);
                        assertThat(e.attempted())
                                .contains(
                                        "ns1 can't be asked what it says",
                                        "ns2 says us-east-1=0>us-west-2 us-west-2=100 eu-west-1=100, and answers clients");
                    });
            assertThat(site.plain().acknowledging())
                    .as("the database did not wait")
                    .containsExactly("replica1");
            site.zone().findApi("ns1");
            UpdateDnsRecords.Parameters all = new UpdateDnsRecords.Parameters(NONE, NONE, NONE, false);
            assertThat(execution.run(new UpdateDnsRecords(), all)).isInstanceOf(Proof.Holds.class);
            assertThat(site.zone().said("ns1")).isEqualTo(site.zone().said("ns2"));
        });
    }

    @Test
    @DisplayName("redirects with the quick part alone")
    void redirect() {
        inTime(() -> {
            site.lose("us-east-1");
            RedirectRegionalTraffic redirect = new RedirectRegionalTraffic();
            RedirectRegionalTraffic.Parameters parameters = new RedirectRegionalTraffic.Parameters(NONE, NONE, NONE);
            assertThat(execution.plan(redirect, parameters).changes()).noneMatch(change -> change.startsWith("scale"));
            assertThat(execution.run(redirect, parameters)).isInstanceOf(Proof.Holds.class);
            assertThat(redirect.assess(parameters, execution)).isInstanceOf(Assessment.Satisfied.class);
        });
    }
}
