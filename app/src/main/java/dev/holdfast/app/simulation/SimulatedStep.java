package dev.holdfast.app.simulation;

import dev.holdfast.model.runbook.ApprovalRule;
import java.util.Optional;

/**
 * A step as it would go.
 *
 * @param duration from when all that it needs is done to the proof of its effect, without the time that people take
 * @param approval who must permit it
 * @param loss what it would lose of the acknowledged writes, when that is known: a duration or {@code unknown}
 */
public record SimulatedStep(
        String id,
        String operation,
        StepEffect effect,
        Prediction duration,
        Optional<ApprovalRule> approval,
        Optional<String> loss) {}
