package dev.holdfast.operations.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.capacity.RegionCapacity;
import dev.holdfast.operations.capacity.TrafficRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A watch over the regions")
class WatchRulesTest {
    private static final int CAPACITY = 200;

    private final SpreadRule spread = new SpreadRule();
    private final StabilityRule stability = new StabilityRule();
    private final List<String> changes = new ArrayList<>();

    private static Reading reading(String region, double requests, double failures, double retries) {
        return reading(region, requests, failures, retries, 0, 10, 2);
    }

    private static Reading reading(
            String region, double requests, double failures, double retries, int queued, int millis, int ready) {
        TrafficRate rate = new TrafficRate(region, requests, failures, retries, queued, 0, Duration.ofMillis(millis));
        return new Reading(region, false, Optional.of(rate), capacity(region, ready));
    }

    private static Optional<RegionCapacity> capacity(String region, int ready) {
        return Optional.of(new RegionCapacity(new ReplicaState(region, 2, ready, 10), 2, Optional.of(CAPACITY / 2)));
    }

    private static Reading fine(String region) {
        return reading(region, 100, 0, 0);
    }

    private static Reading failing(String region) {
        return reading(region, 100, 30, 0);
    }

    private static Reading blind(String region) {
        return new Reading(region, false, Optional.empty(), Optional.empty());
    }

    private static Reading lost(String region) {
        return new Reading(region, true, Optional.empty(), Optional.empty());
    }

    private void watch(Watched rule, int seconds, IntFunction<List<Reading>> site) {
        for (int second = 1; second <= seconds; second++) {
            changes.addAll(rule.look(Duration.ofSeconds(second), site.apply(second)));
        }
    }

    private static Proof.Fails failed(Watched rule) {
        Proof result = rule.result(Duration.ofMinutes(1), "");
        assertThat(result).isInstanceOf(Proof.Fails.class);
        return (Proof.Fails) result;
    }

    @Test
    @DisplayName("sees nothing in regions that do well")
    void steady() {
        watch(spread, 60, _ -> List.of(fine("east"), fine("west")));
        watch(stability, 60, _ -> List.of(fine("east"), fine("west")));
        assertThat(changes).isEmpty();
        assertThat(spread.result(Duration.ofMinutes(1), "all well"))
                .isEqualTo(new Proof.Holds(
                        "no failure spread for 1m; at the end: all well", java.util.Map.of("watched", "1m")));
        assertThat(stability.result(Duration.ofMinutes(1), "")).isInstanceOf(Proof.Holds.class);
    }

    @Test
    @DisplayName("does not mind a spike that heals, wherever it is")
    void spike() {
        IntFunction<List<Reading>> spikes = second -> List.of(
                second % 10 < 2 ? failing("east") : fine("east"), second % 10 == 2 ? failing("west") : fine("west"));
        watch(spread, 60, spikes);
        watch(stability, 60, spikes);
        assertThat(changes).isEmpty();
        assertThat(stability.alarm()).isEmpty();
    }

    @Test
    @DisplayName("calls a failure that stays in one region no spread, and the region not stable")
    void oneRegion() {
        IntFunction<List<Reading>> one = _ -> List.of(failing("east"), fine("west"));
        watch(spread, 60, one);
        assertThat(changes).containsExactly("east is in trouble: 30.0% of its requests fail");
        assertThat(spread.result(Duration.ofMinutes(1), ""))
                .isInstanceOfSatisfying(
                        Proof.Holds.class,
                        holds -> assertThat(holds.evidence()).startsWith("the failure of [east] did not spread"));
        watch(stability, 60, one);
        assertThat(failed(stability).code()).isEqualTo(ErrorCode.UNSTABLE);
        assertThat(failed(stability).observed()).startsWith("after 10s: east stays in trouble");
    }

    @Test
    @DisplayName("tells when and where a failure spreads to: here a lost region's clients fill the next one slowly")
    void slowSpread() {
        watch(spread, 60, second -> List.of(lost("east"), reading("west", 100 + 5 * second, 0, 0)));
        assertThat(failed(spread).code()).isEqualTo(ErrorCode.CASCADE);
        assertThat(failed(spread).observed())
                .startsWith(
                        "after 19s: the failure of east (it serves nobody) spreads to west, which is in trouble since 17s");
        assertThat(changes.getFirst()).isEqualTo("east is in trouble: it serves nobody");
    }

    @Test
    @DisplayName("sees a spread by a retry storm, by a queue, and by slow answers")
    void otherSymptoms() {
        List<Reading> sick = List.of(
                reading("west", 100, 0, 60),
                reading("west", 100, 0, 0, 300, 10, 2),
                reading("west", 100, 0, 0, 0, 900, 2));
        for (Reading reading : sick) {
            SpreadRule rule = new SpreadRule();
            watch(rule, 10, second -> List.of(failing("east"), second < 5 ? fine("west") : reading));
            assertThat(failed(rule).observed()).contains("spreads to west");
        }
        assertThat(changes.stream().filter(change -> change.startsWith("west is in trouble")))
                .satisfiesExactly(
                        storm -> assertThat(storm).contains("retry storm: 60 retries a second"),
                        queue -> assertThat(queue).contains("300 of its requests wait"),
                        slow -> assertThat(slow).contains("an answer takes 900 ms, 10 ms at its best"));
    }

    @Test
    @DisplayName("remembers a failure that healed just before the next region got into trouble")
    void afterHealing() {
        watch(
                spread,
                30,
                second -> List.of(
                        second <= 10 ? failing("east") : fine("east"), second > 20 ? failing("west") : fine("west")));
        assertThat(changes).contains("east is well again");
        assertThat(failed(spread).observed()).contains("after 23s", "the failure of east", "spreads to west");
    }

    @Test
    @DisplayName("proves nothing about a region that it can't see")
    void blindRegion() {
        watch(spread, 30, second -> List.of(fine("east"), second > 10 && second < 20 ? blind("west") : fine("west")));
        assertThat(changes).containsExactly("what goes through west can't be seen any more", "west can be seen again");
        assertThat(spread.result(Duration.ofSeconds(30), ""))
                .isEqualTo(new Proof.Unknown(
                        "what goes through west could not be seen from 15s on, at least for a while"));
        watch(stability, 3, _ -> List.of(fine("east"), blind("west")));
        assertThat(stability.result(Duration.ofSeconds(3), ""))
                .isEqualTo(new Proof.Unknown("what goes through west could never be seen"));
    }

    @Test
    @DisplayName("leaves a region that was lost before out of stability, but not one that gets lost")
    void lostRegion() {
        watch(
                stability,
                20,
                second -> List.of(lost("east"), fine("west"), second < 15 ? fine("north") : lost("north")));
        assertThat(failed(stability).observed()).isEqualTo("after 15s: north serves nobody any more");
    }

    @Test
    @DisplayName("calls a region whose instances stay unready not stable")
    void unready() {
        watch(stability, 20, second -> List.of(reading("west", 50, 0, 0, 0, 10, second < 3 ? 2 : 1)));
        assertThat(failed(stability).observed()).isEqualTo("after 12s: 1 instances of west stay unready");
    }
}
