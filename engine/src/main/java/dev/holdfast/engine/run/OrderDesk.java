package dev.holdfast.engine.run;

import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the orders that people have placed, each once and in their order, and refuses a step when nobody said anything in time.
 *
 * <p>An order has its effect by the event that it was taken, so a crash neither loses nor repeats one.
 */
final class OrderDesk {
    /** So often the orders are looked at while steps are under way. */
    static final Duration EVERY = Duration.ofMillis(250);

    private final Runbook runbook;
    private final Workbench workbench;
    private final Governance governance;
    private long lookedAt;

    OrderDesk(Runbook runbook, Workbench workbench, Governance governance) {
        this.runbook = runbook;
        this.workbench = workbench;
        this.governance = governance;
        this.lookedAt = Tempo.current().nanoTime() - EVERY.toNanos();
    }

    /**
     * Looks, unless it did so a moment ago.
     *
     * @param underWay the steps that this process is attempting
     */
    void look(Set<String> underWay) {
        long now = Tempo.current().nanoTime();
        if (now - lookedAt < EVERY.toNanos()) {
            return;
        }
        lookedAt = now;
        RunState state = workbench.state();
        governance.orders().after(state.run(), state.steering().orders()).forEach(placed -> take(placed, underWay));
        workbench.state().steps().stream()
                .filter(step -> step.status() == StepStatus.HELD)
                .forEach(step -> step.hold().filter(hold -> !hold.released()).ifPresent(hold -> lookAgain(step, hold)));
    }

    private void take(PlacedOrder placed, Set<String> underWay) {
        objection(placed)
                .or(() -> comesTooLate(placed.order(), underWay))
                .ifPresentOrElse(
                        reason -> workbench.record(new Event.OrderDeclined(placed.number(), placed.by(), reason)),
                        () -> workbench.record(new Event.OrderTaken(placed)));
    }

    private Optional<String> objection(PlacedOrder placed) {
        RunState state = workbench.state();
        return governance
                .check()
                .objection(state.run(), state.begin(), rule(placed.order()), placed)
                .or(() -> new OrderFit(runbook, state).objection(placed.order()));
    }

    /** An attempt that is under way may have its effect at any moment, so nobody can be promised that it won't. */
    private static Optional<String> comesTooLate(Order order, Set<String> underWay) {
        boolean prevents = order instanceof Order.Reject || order instanceof Order.Skip;
        return prevents && order instanceof Order.OfStep ofStep && underWay.contains(ofStep.step())
                ? Optional.of("%s is under way already".formatted(ofStep.step()))
                : Optional.empty();
    }

    private Optional<ApprovalRule> rule(Order order) {
        return order instanceof Order.OfStep ofStep
                        && workbench.state().find(ofStep.step()).isPresent()
                ? runbook.step(ofStep.step()).approval()
                : Optional.empty();
    }

    private void lookAgain(StepState step, Hold hold) {
        Instant now = workbench.site().clock().instant();
        if (hold.until().isBefore(now)) {
            workbench.record(new Event.StepRefused(
                    step.id(),
                    ErrorCode.APPROVAL_MISSING,
                    "nobody permitted plan %s by %s".formatted(hold.digest(), hold.until()),
                    ErrorCode.APPROVAL_MISSING.nextMove()));
            return;
        }
        Optional<Plan> plan = step.preparation().plan().filter(_ -> hold.missing() > 0);
        plan.flatMap(shown -> governance.standing().covering(workbench.state(), runbook.step(step.id()), shown))
                .ifPresent(grant -> workbench.record(
                        new Event.StepPermitted(step.id(), hold.digest(), grant.id(), grant.detail())));
    }
}
