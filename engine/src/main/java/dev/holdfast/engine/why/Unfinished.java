package dev.holdfast.engine.why;

import dev.holdfast.engine.run.Hold;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.model.runbook.ApprovalRule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A run that has not ended.
 *
 * @param reason what asked for it
 * @param at where it stands, in words, such as {@code step promote waits for 1 approver until 03:20}
 */
public record Unfinished(String run, String runbook, String reason, String at) {

    public static Unfinished of(RunState run) {
        return new Unfinished(run.run().value(), run.runbook(), run.begin().reason(), where(run.steps()));
    }

    private static String where(List<StepState> steps) {
        return steps.stream()
                .filter(step -> step.status() == StepStatus.HELD)
                .findFirst()
                .flatMap(step -> step.hold().map(hold -> waiting(step.id(), hold)))
                .or(() -> last(steps))
                .orElse("no step has begun");
    }

    private static Optional<String> last(List<StepState> steps) {
        return steps.stream()
                .filter(step -> step.status() != StepStatus.PENDING)
                .reduce((_, later) -> later)
                .map(step -> "step %s is %s".formatted(step.id(), lower(step.status())));
    }

    private static String waiting(String step, Hold hold) {
        String people = hold.approval()
                .filter(_ -> hold.missing() > 0)
                .map(rule -> people(rule, hold))
                .orElse("somebody who lets it proceed");
        return "step %s waits for %s until %s".formatted(step, people, hold.until());
    }

    private static String people(ApprovalRule rule, Hold hold) {
        String given = hold.approvals().isEmpty()
                ? ""
                : hold.approvals().stream()
                        .map(approval -> approval.by().toString())
                        .reduce((one, other) -> one + ", " + other)
                        .map(" (approved by %s so far)"::formatted)
                        .orElse("");
        return "%d more with the role %s%s".formatted(hold.missing(), lower(rule.role()), given);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
