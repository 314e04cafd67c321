package dev.holdfast.engine.order;

import static dev.holdfast.engine.testkit.Runbooks.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.operation.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlanDigestTest {
    private static final Plan PLAN =
            new Plan("promote replica1", List.of("promote replica1: received 16/B374D848"), "writes stop", Map.of());

    @Test
    void isTheSameWhileTheLogMovesOn() {
        Plan later = new Plan(
                "promote replica1", List.of("promote replica1: received 16/B374FFFF"), "writes stop", Map.of("a", "b"));

        assertThat(digest(later)).isEqualTo(digest(PLAN)).hasSize(12);
    }

    @Test
    void isAnotherForWhateverElsePeopleAreShown() {
        assertThat(List.of(
                        digest(PLAN),
                        digest(new Plan("promote replica2", PLAN.changes(), "writes stop", Map.of())),
                        digest(new Plan(PLAN.summary(), List.of(), "writes stop", Map.of())),
                        digest(new Plan(PLAN.summary(), PLAN.changes(), "", Map.of())),
                        digest(new Plan(PLAN.summary(), List.of("loss: 3s"), "writes stop", Map.of())),
                        PlanDigest.of(on("a"), Map.of("target", "x"), PLAN),
                        PlanDigest.of(on("b"), Map.of(), PLAN)))
                .doesNotHaveDuplicates();
    }

    private static String digest(Plan plan) {
        return PlanDigest.of(on("a"), Map.of(), plan);
    }
}
