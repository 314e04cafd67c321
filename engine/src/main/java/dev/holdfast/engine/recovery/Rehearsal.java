package dev.holdfast.engine.recovery;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Assesses every step of a runbook on the live system while all is well. It only reads. It shows beforehand what stands in the
 * way of a recovery, and it leaves the connections open and the code loaded that the recovery will need.
 */
public final class Rehearsal {
    private static final int ROUNDS = 20;
    /** On a busy machine fewer rounds must do: until the rehearsal is over, nobody stands watch. */
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Catalogue catalogue;
    private final Site site;

    /**
     * What the rehearsal of one step said.
     *
     * @param changes whether it would change something, so that the steps after it may be judged wrongly now
     * @param obstacle why it would not go by itself
     */
    public record Rehearsed(String step, String said, boolean changes, Optional<Obstacle> obstacle) {}

    /** What stands in the way of a step. */
    public record Obstacle(ErrorCode code, String reason) {}

    public Rehearsal(Catalogue catalogue, Site site) {
        this.catalogue = catalogue;
        this.site = site;
    }

    /**
     * Rehearses until nothing is done for the first time any more: in a recovery, code that was never run costs time without
     * service.
     */
    public List<Rehearsed> untilFluent(Runbook runbook) {
        long end = System.nanoTime() + ENOUGH.toNanos();
        for (int round = 1; round < ROUNDS && System.nanoTime() < end; round++) {
            of(runbook);
        }
        return of(runbook);
    }

    /** Assesses every step once. */
    public List<Rehearsed> of(Runbook runbook) {
        return runbook.steps().stream().map(this::rehearsed).toList();
    }

    private Rehearsed rehearsed(Step step) {
        try {
            return rehearsed(step, catalogue.get(step.operation()));
        } catch (HoldfastException e) {
            return obstructed(step, "can't be assessed: " + e.attempted(), e.code(), e.attempted());
        }
    }

    private <P extends Record> Rehearsed rehearsed(Step step, Operation<P> operation) {
        P parameters = ParameterBinding.bind(operation.declaration().parameters(), step.parameters());
        return switch (operation.assess(parameters, new Dry(site))) {
            case Assessment.Satisfied satisfied ->
                new Rehearsed(step.id(), satisfied.evidence(), false, Optional.empty());
            case Assessment.Actionable actionable -> {
                Plan plan = actionable.plan();
                yield new Rehearsed(
                        step.id(),
                        plan.summary(),
                        operation.declaration().danger() != Danger.READS,
                        plan.needsConfirmation()
                                ? Optional.of(new Obstacle(ErrorCode.CONFIRMATION_MISSING, plan.confirmation()))
                                : Optional.empty());
            }
            case Assessment.Refused refused ->
                obstructed(step, "would be refused: " + refused.reason(), refused.code(), refused.reason());
        };
    }

    private static Rehearsed obstructed(Step step, String said, ErrorCode code, String reason) {
        return new Rehearsed(step.id(), said, false, Optional.of(new Obstacle(code, reason)));
    }

    private record Dry(Site site) implements Execution {
        @Override
        public Duration remaining() {
            return LIMIT;
        }

        @Override
        public void note(String text) {}
    }
}
