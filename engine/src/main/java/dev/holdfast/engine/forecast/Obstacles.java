package dev.holdfast.engine.forecast;

import dev.holdfast.engine.recovery.Rehearsal.Rehearsed;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells from a rehearsal what would really stand in the way of a recovery. Pure.
 *
 * <p>Before anything is promoted, the steps after the promotion find no primary; that is no obstacle.
 */
public final class Obstacles {
    private Obstacles() {}

    /** One sentence each, in the order of the runbook. */
    public static List<String> of(Runbook runbook, List<Rehearsed> rehearsal) {
        List<String> obstacles = new ArrayList<>();
        Set<String> afterChange = new HashSet<>();
        for (Step step : runbook.steps()) {
            Optional<Rehearsed> rehearsed = rehearsal.stream()
                    .filter(one -> one.step().equals(step.id()))
                    .findFirst();
            boolean downstream = step.needs().stream().anyMatch(afterChange::contains);
            if (downstream || rehearsed.filter(Rehearsed::changes).isPresent()) {
                afterChange.add(step.id());
            }
            step.approval().ifPresent(rule -> obstacles.add(waits(step, rule)));
            rehearsed
                    .flatMap(Rehearsed::obstacle)
                    .filter(obstacle -> !(downstream && obstacle.code() == ErrorCode.PRIMARY_MISSING))
                    .ifPresent(obstacle -> obstacles.add("step %s: %s %s"
                            .formatted(step.id(), obstacle.code().id(), obstacle.reason())));
        }
        return List.copyOf(obstacles);
    }

    private static String waits(Step step, ApprovalRule rule) {
        return "step %s waits for %d with the role %s, which is not counted in the time"
                .formatted(step.id(), rule.people(), rule.role().name().toLowerCase(Locale.ROOT));
    }
}
