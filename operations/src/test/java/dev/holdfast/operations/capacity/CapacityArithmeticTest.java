package dev.holdfast.operations.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.balancer.BalancerTraffic.Backend;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.capacity.CapacityOutlook.Verdict;
import dev.holdfast.operations.testkit.RegionTopology;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Capacity")
class CapacityArithmeticTest {
    private static final DeploymentSpec DEPLOYMENT =
            RegionTopology.threeRegions().deployment(Optional.empty());
    private static final String EAST = "us-east-1";
    private static final String WEST = "us-west-2";

    private static TrafficLook look(String incarnation, long seconds, Backend... backends) {
        return new TrafficLook(
                EAST,
                new BalancerTraffic("use1", incarnation, List.of(), List.of(backends)),
                Duration.ofSeconds(seconds));
    }

    private static Backend backend(String name, String server, long requests, long failures, long retries) {
        ServerState one = new ServerState(server, ServerState.Admin.READY, true, 0);
        return new Backend(
                name, 3, 1, requests, failures, retries, 2, Duration.ofMillis(requests / 100), 1, List.of(one));
    }

    private static RegionCapacity capacity(String region, int ready, int most) {
        return RegionCapacity.of(DEPLOYMENT, new ReplicaState(region, ready, ready, most));
    }

    private static TrafficRate rate(String region, double requests) {
        return new TrafficRate(region, requests, 0, 0, 0, 0, Duration.ZERO);
    }

    @Test
    @DisplayName("of a region is asked for as much as the counters grew, in all backends of the deployment")
    void rates() {
        String slot = "fastapi-main-use1-1";
        Optional<TrafficRate> rate = TrafficRate.between(
                look("a", 10, backend("app", slot, 100, 5, 0), backend("app_ws", slot, 10, 0, 0)),
                look("a", 12, backend("app", slot, 300, 15, 8), backend("app_ws", slot, 20, 0, 0)),
                DEPLOYMENT);
        assertThat(rate).contains(new TrafficRate(EAST, 105, 5, 4, 2, 6, Duration.ofMillis(3)));
        assertThat(rate.orElseThrow().failedShare()).isBetween(0.047, 0.048);
    }

    @Test
    @DisplayName("is not told from counters that began anew, or that belong to others")
    void notComparable() {
        Backend before = backend("app", "fastapi-main-use1-1", 100, 0, 0);
        Backend fewer = backend("app", "fastapi-main-use1-1", 50, 0, 0);
        Backend foreign = backend("pg_writer", "primary", 500, 0, 0);
        assertThat(TrafficRate.between(look("a", 1, before), look("b", 2, before), DEPLOYMENT))
                .isEmpty();
        assertThat(TrafficRate.between(look("a", 1, before), look("a", 2, fewer), DEPLOYMENT))
                .isEmpty();
        assertThat(TrafficRate.between(look("a", 1, foreign), look("a", 2, foreign), DEPLOYMENT))
                .isEmpty();
        assertThat(TrafficRate.between(look("a", 1, before), look("a", 1, before), DEPLOYMENT))
                .isEmpty();
    }

    @Test
    @DisplayName("leaves room, so that nobody waits")
    void room() {
        RegionCapacity two = capacity(WEST, 2, 10);
        assertThat(two.carries()).contains(160.0);
        assertThat(two.instancesFor(160)).contains(2);
        assertThat(two.instancesFor(161)).contains(3);
        assertThat(two.instancesFor(0)).contains(1);
        assertThat(two.saturation(rate(WEST, 150))).contains(0.75);
        assertThat(capacity(WEST, 0, 10).saturation(rate(WEST, 1)).orElseThrow())
                .isInfinite();
        assertThat(two.times(1.01)).isEqualTo(3);
        assertThat(two.times(0.1)).isEqualTo(1);
    }

    @Test
    @DisplayName("that is needed moves with the clients")
    void moves() {
        Demand demand = new Demand(Map.of(EAST, 120.0, WEST, 100.0, "eu-west-1", 80.0));
        assertThat(demand.moved(EAST, WEST).requests()).isEqualTo(Map.of(WEST, 220.0, "eu-west-1", 80.0));
        Demand shared = demand.moved(EAST, Map.of(WEST, 3.0, "eu-west-1", 1.0));
        assertThat(shared.at(WEST)).isEqualTo(190);
        assertThat(shared.total()).isEqualTo(300);
        CapacityNeed need =
                CapacityNeed.of(List.of(capacity(WEST, 2, 10)), shared).getFirst();
        assertThat(need.missing()).contains(1);
        assertThat(need.isMet()).isFalse();
        assertThat(need.canBeMet()).isTrue();
    }

    @Test
    @DisplayName("of lost regions goes to where there is room")
    void takeover() {
        List<RegionCapacity> all = List.of(capacity(EAST, 2, 10), capacity(WEST, 2, 3), capacity("eu-west-1", 2, 10));
        Set<String> others = Set.of(WEST, "eu-west-1");
        assertThat(new Takeover(all, Set.of(EAST), others, Optional.of(WEST)).instances(List.of()))
                .isEqualTo(Map.of(WEST, 3, "eu-west-1", 3));
        assertThat(new Takeover(all, Set.of(EAST), Set.of(WEST), Optional.empty()).instances(List.of()))
                .as("what is over is told, not forgotten")
                .isEqualTo(Map.of(WEST, 4));
    }

    @Test
    @DisplayName("of the others is enough, or can be, or is short")
    void outlook() {
        List<RegionCapacity> all = List.of(capacity(EAST, 2, 10), capacity(WEST, 2, 3));
        Set<String> lost = Set.of(EAST);
        List<TrafficRate> quiet = List.of(rate(EAST, 40), rate(WEST, 40));
        assertThat(CapacityOutlook.of(all, lost, Set.of(WEST), quiet).verdict()).isEqualTo(Verdict.ENOUGH);
        List<TrafficRate> usual = List.of(rate(EAST, 100), rate(WEST, 100));
        assertThat(CapacityOutlook.of(all, lost, Set.of(WEST), usual).verdict()).isEqualTo(Verdict.SCALE);
        CapacityOutlook full = CapacityOutlook.of(all, lost, Set.of(WEST), List.of(rate(EAST, 150), rate(WEST, 150)));
        assertThat(full.verdict()).isEqualTo(Verdict.SHORT);
        assertThat(full.unserved()).isEqualTo(25);
        CapacityOutlook guessed = CapacityOutlook.of(all, lost, Set.of(WEST), List.of());
        assertThat(guessed.needed()).isEqualTo(4);
        assertThat(guessed.sentence()).contains("room for 3 instances", "not all traffic can be measured");
    }
}
