package dev.holdfast.engine.recovery;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.util.List;

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

    /** What the rehearsal of one step said. */
    public record Rehearsed(String step, String said) {}

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

    public List<Rehearsed> of(Runbook runbook) {
        return runbook.steps().stream()
                .map(step -> new Rehearsed(step.id(), said(step, catalogue.get(step.operation()))))
                .toList();
    }

    private <P extends Record> String said(Step step, Operation<P> operation) {
        try {
            P parameters = ParameterBinding.bind(operation.declaration().parameters(), step.parameters());
            return switch (operation.assess(parameters, new Dry(site))) {
                case Assessment.Satisfied satisfied -> satisfied.evidence();
                case Assessment.Actionable actionable -> actionable.plan().summary();
                case Assessment.Refused refused -> "would be refused: " + refused.reason();
            };
        } catch (HoldfastException e) {
            return "can't be assessed: " + e.attempted();
        }
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
