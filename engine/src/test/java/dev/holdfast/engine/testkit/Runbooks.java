package dev.holdfast.engine.testkit;

import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Limits;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes runbooks in a line. */
public final class Runbooks {
    private static final Limits ONCE = new Limits(Duration.ofSeconds(20), 0, Duration.ZERO);

    private Runbooks() {}

    public static Runbook of(String name, Step... steps) {
        return new Runbook(
                name,
                "Story " + name,
                List.of(),
                List.of("target"),
                List.of(steps),
                "source of " + name,
                "hash of " + name);
    }

    /** A step that switches on the target of its own name. */
    public static Step on(String id, String... needs) {
        return new Step(
                id,
                "switch-on",
                Map.of("target", id),
                List.of(needs),
                ONCE,
                Optional.empty(),
                FailurePolicy.STOP,
                Optional.empty());
    }

    public static Step operation(Step step, String operation) {
        return new Step(
                step.id(),
                operation,
                step.parameters(),
                step.needs(),
                step.limits(),
                step.undo(),
                step.onFailure(),
                step.approval());
    }

    public static Step retries(Step step, int retries) {
        Limits limits = new Limits(step.limits().timeout(), retries, Duration.ofMillis(1));
        return new Step(
                step.id(),
                step.operation(),
                step.parameters(),
                step.needs(),
                limits,
                step.undo(),
                step.onFailure(),
                step.approval());
    }

    public static Step timeout(Step step, Duration timeout) {
        Limits limits =
                new Limits(timeout, step.limits().retries(), step.limits().retryDelay());
        return new Step(
                step.id(),
                step.operation(),
                step.parameters(),
                step.needs(),
                limits,
                step.undo(),
                step.onFailure(),
                step.approval());
    }

    /** The step can be taken back, and a failure of it takes everything back. */
    public static Step undoable(Step step) {
        return new Step(
                step.id(),
                step.operation(),
                step.parameters(),
                step.needs(),
                step.limits(),
                Optional.of("switch-off"),
                FailurePolicy.UNDO,
                step.approval());
    }

    public static Step onFailure(Step step, FailurePolicy policy) {
        return new Step(
                step.id(),
                step.operation(),
                step.parameters(),
                step.needs(),
                step.limits(),
                step.undo(),
                policy,
                step.approval());
    }

    /** Somebody must permit the step. */
    public static Step approved(Step step, ApprovalRule rule) {
        return new Step(
                step.id(),
                step.operation(),
                step.parameters(),
                step.needs(),
                step.limits(),
                step.undo(),
                step.onFailure(),
                Optional.of(rule));
    }

    public static Step with(Step step, Map<String, String> parameters) {
        return new Step(
                step.id(),
                step.operation(),
                parameters,
                step.needs(),
                step.limits(),
                step.undo(),
                step.onFailure(),
                step.approval());
    }
}
