package dev.holdfast.engine.forecast;

import static dev.holdfast.engine.testkit.Runbooks.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.recovery.Rehearsal.Obstacle;
import dev.holdfast.engine.recovery.Rehearsal.Rehearsed;
import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.runbook.Runbook;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObstaclesTest {
    private static final Runbook RUNBOOK =
            Runbooks.of("failure", on("choose"), on("fence", "choose"), on("promote", "fence"), on("lead", "promote"));

    private static Rehearsed changes(String step) {
        return new Rehearsed(step, "it would change something", true, Optional.empty());
    }

    private static Rehearsed refused(String step, ErrorCode code) {
        return new Rehearsed(step, "would be refused: so it is", false, Optional.of(new Obstacle(code, "so it is")));
    }

    @Test
    void whatEarlierStepsBringAboutIsNoObstacle() {
        assertThat(Obstacles.of(
                        RUNBOOK,
                        List.of(changes("fence"), changes("promote"), refused("lead", ErrorCode.PRIMARY_MISSING))))
                .isEmpty();
    }

    @Test
    void anyOtherRefusalIsOne() {
        assertThat(Obstacles.of(RUNBOOK, List.of(changes("fence"), refused("promote", ErrorCode.LOSS_OVER_RPO))))
                .containsExactly("step promote: HF-2102 so it is");
    }

    @Test
    void aMissingPrimaryIsOneBeforeAnythingIsChanged() {
        assertThat(Obstacles.of(RUNBOOK, List.of(refused("fence", ErrorCode.PRIMARY_MISSING))))
                .containsExactly("step fence: HF-2003 so it is");
    }
}
