package dev.holdfast.operations.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.RegionSite;
import dev.holdfast.operations.testkit.RegionTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Draining a region that serves")
class RegionDrainTest extends InRegions {
    private static final RegionFailover.Parameters DRAIN =
            new RegionFailover.Parameters(Optional.of("us-east-1"), NONE, false, false, NONE);
    private static final RegionFailover.Parameters TO_WEST =
            new RegionFailover.Parameters(Optional.of("us-east-1"), Optional.of("us-west-2"), false, false, NONE);
    private static final String AS_BEFORE = "us-east-1=100 us-west-2=100 eu-west-1=100";

    private final RegionFailover failover = new RegionFailover();

    private List<String> steps() {
        return execution.notes().stream()
                .filter(note -> note.endsWith("% are led elsewhere"))
                .map(note -> note.substring(0, note.indexOf('%')))
                .toList();
    }

    @Test
    @DisplayName("wants a confirmation, and shows that the database stays and who gets more instances first")
    void plan() {
        inTime(() -> {
            Plan plan = execution.plan(failover, TO_WEST);
            assertThat(plan.confirmation()).contains("a region that may serve is taken from service");
            assertThat(plan.changes())
                    .contains(
                            "scale fastapi-main in us-west-2 to 3 instances first, and wait until they are ready",
                            "leave the primary of database orders, primary, where it is: it answers; --with-database moves it");
        });
    }

    @Test
    @DisplayName("leads everybody away in steps that grow, sees the last ones out, and is satisfied the second time")
    void drains() {
        inTime(() -> {
            site.sockets("us-east-1", "fastapi-main-use1-1", 4).sockets("us-east-1", "fastapi-main-use1-2", 3);
            assertThat(execution.run(failover, TO_WEST))
                    .isInstanceOfSatisfying(
                            Proof.Holds.class,
                            holds -> assertThat(holds.evidence())
                                    .contains("0 requests between two looks, 0 WebSockets"));
            assertThat(steps()).containsExactly("5", "15", "35", "75", "100");
            assertThat(site.rate("us-east-1")).isZero();
            assertThat(site.zone().said("ns1")).isEqualTo("us-east-1=0>us-west-2 us-west-2=100 eu-west-1=100");
            assertThat(execution.notes())
                    .contains("ended 4 WebSockets of fastapi-main-use1-1", "ended 3 WebSockets of fastapi-main-use1-2");
            assertThat(site.isAskedToLeave("us-east-1")).isTrue();
            assertThat(site.plain().acknowledging()).containsExactly("primary");
            assertThat(site.plain().fakeBalancer("use1").kept()).isEqualTo(1);
            assertThat(failover.assess(TO_WEST, execution)).isInstanceOf(Assessment.Satisfied.class);
        });
    }

    @Test
    @DisplayName("asks clients that keep connections to leave when traffic does not follow")
    void clinging() {
        inTime(() -> {
            site.cling(0.9);
            assertThat(execution.run(failover, DRAIN)).isInstanceOf(Proof.Holds.class);
            assertThat(execution.notes()).anyMatch(note -> note.contains("clients that keep connections are asked"));
            assertThat(site.rate("us-east-1")).isZero();
        });
    }

    @Test
    @DisplayName("tells how many clients stay whatever they are told, and is not done then")
    void stubborn() {
        inTime(() -> {
            site.stubborn("us-east-1", 3);
            assertThat(execution.run(failover, DRAIN)).isInstanceOfSatisfying(Proof.Fails.class, fails -> {
                assertThat(fails.code()).isEqualTo(ErrorCode.REGION_STILL_USED);
                assertThat(fails.observed()).contains("still in us-east-1: 3 requests between two looks");
            });
            assertThat(site.zone().said("ns1")).startsWith("us-east-1=0");
        });
    }

    @Test
    @DisplayName("goes back when the others can't bear it, and restores every weight when it must give up")
    void givesUp() {
        inTime(() -> {
            site.fragile("us-west-2", 100);
            Plan plan = execution.plan(failover, TO_WEST);
            assertThatThrownBy(() -> failover.perform(TO_WEST, plan, execution))
                    .isInstanceOfSatisfying(HoldfastException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.UNSTABLE);
                        assertThat(e.attempted())
                                .contains("the weights are as before", "of the requests in us-west-2 fail");
                    });
            assertThat(site.zone().said("ns1")).isEqualTo(AS_BEFORE);
            assertThat(site.zone().said("ns2")).isEqualTo(AS_BEFORE);
            assertThat(site.isAskedToLeave("us-east-1")).isFalse();
        });
    }

    @Test
    @DisplayName("is refused when the others have no room for its traffic, with the figures")
    void tooSmall() {
        inTime(() -> {
            site.stubborn("us-west-2", 700);
            assertThat(failover.assess(TO_WEST, execution))
                    .isInstanceOfSatisfying(Assessment.Refused.class, refused -> {
                        assertThat(refused.code()).isEqualTo(ErrorCode.CAPACITY_SHORT);
                        assertThat(refused.reason())
                                .contains("us-west-2 would get 900 requests a second, for which it needs 12 instances");
                    });
        });
    }

    @Test
    @DisplayName("goes on when nobody has measured the capacity, and says that")
    void unmeasured() {
        RegionSite unmeasured = tempo.make(() -> new RegionSite(Path.of(""), RegionTopology.unmeasured()));
        tempo.run(() -> assertThat(
                        new FakeExecution(unmeasured).plan(failover, TO_WEST).changes())
                .anyMatch(change -> change.contains("the topology's `capacity` is missing")));
    }

    @Test
    @DisplayName("takes the database along when that is wanted")
    void withDatabase() {
        inTime(() -> {
            RegionFailover.Parameters parameters = new RegionFailover.Parameters(
                    Optional.of("us-east-1"), Optional.of("eu-west-1"), false, true, NONE);
            assertThat(execution.plan(failover, parameters).confirmation()).contains("primary is alive");
            assertThat(execution.run(failover, parameters)).isInstanceOf(Proof.Holds.class);
            assertThat(site.plain().acknowledging()).containsExactly("replica2");
            assertThat(failover.assess(parameters, execution)).isInstanceOf(Assessment.Satisfied.class);
        });
    }

    @Test
    @DisplayName("is taken back for as long as the region serves")
    void takenBack() {
        inTime(() -> {
            execution.run(failover, TO_WEST);
            RegionRollback rollback = new RegionRollback();
            RegionRollback.Parameters parameters = new RegionRollback.Parameters(NONE, NONE);
            assertThat(execution.run(rollback, parameters)).isInstanceOf(Proof.Holds.class);
            assertThat(site.zone().said("ns1")).isEqualTo(AS_BEFORE);
            assertThat(site.isAskedToLeave("us-east-1")).isFalse();
            assertThat(rollback.assess(parameters, execution)).isInstanceOf(Assessment.Satisfied.class);
            execution.run(failover, TO_WEST);
            site.lose("us-east-1");
            assertRefused(rollback, parameters, ErrorCode.REGION_NOT_HEALTHY, "region-failback");
        });
    }

    @Test
    @DisplayName("stays where it is, which is recorded, when its time is over halfway")
    void outOfTime() {
        inTime(() -> {
            site.effects().cutAt(9, true);
            Plan plan = execution.plan(failover, DRAIN);
            assertThatThrownBy(() -> failover.perform(DRAIN, plan, execution)).isInstanceOf(RuntimeException.class);
            site.effects().restart();
            assertThat(site.intentions().intended("dns/service").orElseThrow().value())
                    .isNotEqualTo(AS_BEFORE);
            assertThat(execution.withTime(Duration.ofMinutes(2)).run(failover, DRAIN))
                    .isInstanceOf(Proof.Holds.class);
        });
    }
}
