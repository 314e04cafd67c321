package dev.holdfast.app.command;

import dev.holdfast.app.terminal.OrderText;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.RunHistory.RecordedRun;
import dev.holdfast.engine.run.Hold;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;

/** Commands that steer a run from any terminal: each places an order, and goes on with the run when nobody executes it. */
final class SteeringCommands {
    private static final String REASON = "--reason";
    private static final String CONFIRM = "--confirm";
    private static final String PLAN = "--plan";

    private SteeringCommands() {}

    static List<CommandNode> leaves() {
        return List.of(
                leaf(
                        "pause",
                        "Let a run start no other step",
                        List.of(reason()),
                        false,
                        (invocation, _) -> new Order.Pause(why(invocation))),
                leaf("continue", "Go on after a pause", List.of(), true, (_, _) -> new Order.Continue()),
                leaf(
                        "retry",
                        "Try a step again that failed or was refused",
                        List.of(step()),
                        true,
                        (invocation, _) -> new Order.Retry(invocation.word(1))),
                leaf(
                        "skip",
                        "Go on without a step, for a reason that is kept",
                        List.of(step(), requiredReason()),
                        true,
                        (invocation, _) -> new Order.Skip(invocation.word(1), why(invocation))),
                leaf(
                        "proceed",
                        "Let a step of a guided run do what it shows",
                        List.of(
                                step(),
                                Arguments.option(PLAN, "DIGEST", "The plan that you saw (else: the one shown).")),
                        true,
                        SteeringCommands::proceed),
                leaf(
                        "abort",
                        "End a run; what was done stays",
                        List.of(requiredReason()),
                        true,
                        (invocation, _) -> new Order.Abort(false, false, why(invocation))),
                leaf(
                        "undo",
                        "End a run, and take back what it did, newest first",
                        List.of(
                                requiredReason(),
                                Arguments.flag(CONFIRM, "Also when that takes something from service.")),
                        true,
                        (invocation, _) -> new Order.Abort(true, invocation.flag(CONFIRM), why(invocation))));
    }

    private static CommandNode leaf(
            String name,
            String summary,
            List<ArgSpec> own,
            boolean goesOn,
            BiFunction<Invocation, RecordedRun, Order> order) {
        return new CommandNode.Leaf(
                name,
                summary,
                () -> Stream.concat(Stream.of(run()), own.stream()).toList(),
                invocation -> give(invocation, goesOn, order));
    }

    private static ArgSpec run() {
        return Arguments.word(0, "RUN", "Its identity, or 'latest'.");
    }

    private static ArgSpec step() {
        return Arguments.word(1, "STEP", "Its name in the runbook.");
    }

    private static ArgSpec reason() {
        return Arguments.option(REASON, "TEXT", "Why.");
    }

    private static ArgSpec requiredReason() {
        return Arguments.requiredOption(REASON, "TEXT", "Why; it is kept.");
    }

    private static String why(Invocation invocation) {
        return invocation.option(REASON).orElse("");
    }

    private static Order proceed(Invocation invocation, RecordedRun run) {
        String step = invocation.word(1);
        String shown = run.state()
                .find(step)
                .filter(found -> found.status() == StepStatus.HELD)
                .flatMap(StepState::hold)
                .map(Hold::digest)
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.ORDER_INVALID, "run %s: step '%s' does not wait".formatted(run.id(), step)));
        return new Order.Proceed(step, invocation.option(PLAN).orElse(shown));
    }

    private static int give(Invocation invocation, boolean goesOn, BiFunction<Invocation, RecordedRun, Order> order) {
        try (Installation installation = invocation.installation()) {
            RecordedRun run = installation.history().find(invocation.word(0));
            PlacedOrder placed =
                    new Steering(installation, invocation.caller()).place(run, order.apply(invocation, run));
            tell(invocation, run, placed);
            return goesOn ? new RunDriver(invocation).goOn(installation, run, placed.order()) : 0;
        }
    }

    private static void tell(Invocation invocation, RecordedRun run, PlacedOrder placed) {
        if (!invocation.json()) {
            invocation.print(
                    List.of("order %d of run %s: %s".formatted(placed.number(), run.id(), OrderText.of(placed))));
            return;
        }
        if (placed.order() instanceof Order.Pause) {
            invocation.print(Map.of("run", run.id().value(), "order", placed.number()));
        }
    }
}
