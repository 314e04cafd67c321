package dev.holdfast.operations.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.operations.capacity.RegionCapacity;
import dev.holdfast.operations.capacity.TrafficRate;
import dev.holdfast.operations.region.Pace.Feedback;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How regions bear more clients")
class ComfortTest {
    private static final TrafficRate USUAL = rate("us-west-2", 100, 0, 0, 20);
    private static final RegionCapacity CAPACITY =
            new RegionCapacity(new ReplicaState("us-west-2", 2, 2, 10), 2, Optional.of(100));

    private static TrafficRate rate(String region, double requests, double failures, int queued, int millis) {
        return new TrafficRate(region, requests, failures, 0, queued, 0, Duration.ofMillis(millis));
    }

    private static Feedback of(TrafficRate now) {
        return sign(now).feedback();
    }

    private static Comfort.Sign sign(TrafficRate now) {
        return new Comfort(List.of(USUAL)).of(List.of("us-west-2"), List.of(now), List.of(CAPACITY));
    }

    @Test
    @DisplayName("well, while it is like before")
    void well() {
        assertThat(of(rate("us-west-2", 170, 1, 0, 60))).isEqualTo(Feedback.HEALTHY);
    }

    @Test
    @DisplayName("badly, when requests fail that did not before")
    void failing() {
        Comfort.Sign sign = sign(rate("us-west-2", 100, 3, 0, 20));
        assertThat(sign.feedback()).isEqualTo(Feedback.HURT);
        assertThat(sign.reason()).isEqualTo("3.0% of the requests in us-west-2 fail, 0.0% did before");
    }

    @Test
    @DisplayName("with effort near the limits, badly beyond them")
    void full() {
        assertThat(of(rate("us-west-2", 190, 0, 0, 20))).isEqualTo(Feedback.STRAINED);
        assertThat(of(rate("us-west-2", 210, 0, 0, 20))).isEqualTo(Feedback.HURT);
    }

    @Test
    @DisplayName("with effort when requests wait, badly when more wait than come in")
    void queue() {
        assertThat(of(rate("us-west-2", 100, 0, 20, 20))).isEqualTo(Feedback.STRAINED);
        assertThat(of(rate("us-west-2", 100, 0, 120, 20))).isEqualTo(Feedback.HURT);
    }

    @Test
    @DisplayName("with effort when answers take longer, badly when they take much longer")
    void slow() {
        assertThat(of(rate("us-west-2", 100, 0, 0, 80))).isEqualTo(Feedback.STRAINED);
        assertThat(of(rate("us-west-2", 100, 0, 0, 400))).isEqualTo(Feedback.HURT);
    }

    @Test
    @DisplayName("unknown, when nothing is seen of it: that is never well")
    void unseen() {
        assertThat(new Comfort(List.of(USUAL))
                        .of(List.of("us-west-2"), List.of(), List.of())
                        .feedback())
                .isEqualTo(Feedback.STRAINED);
    }

    @Test
    @DisplayName("compares a region that had no traffic with the others")
    void cold() {
        Comfort comfort = new Comfort(List.of(USUAL, rate("us-east-1", 0, 0, 0, 0)));
        Comfort.Sign sign = comfort.of(List.of("us-east-1"), List.of(rate("us-east-1", 5, 0, 0, 60)), List.of());
        assertThat(sign.feedback()).isEqualTo(Feedback.HEALTHY);
    }
}
