package dev.holdfast.app.command;

import dev.holdfast.app.wiring.Caller;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.control.Control;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.order.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/** Whether Holdfast may start something by itself. */
final class KillSwitchCommands {
    private KillSwitchCommands() {}

    static CommandNode disarm() {
        return new CommandNode.Leaf(
                "disarm",
                "Let Holdfast start nothing by itself, and pause what it started",
                () -> List.of(reason()),
                KillSwitchCommands::disarm);
    }

    static CommandNode arm() {
        return new CommandNode.Leaf(
                "arm",
                "Let Holdfast recover by itself again",
                () -> List.of(Arguments.option("--reason", "TEXT", "Why; it is kept.")),
                KillSwitchCommands::arm);
    }

    private static ArgSpec reason() {
        return Arguments.requiredOption("--reason", "TEXT", "Why; everybody is shown it.");
    }

    private static int disarm(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            String reason = invocation.option("--reason").orElseThrow();
            Caller caller = invocation.caller();
            installation.people().decide(new Control.Disarmed(reason), caller);
            List<String> paused = new ArrayList<>();
            for (RunState run : automaticRuns(installation)) {
                installation.people().place(run, Optional.empty(), new Order.Pause("disarmed: " + reason), caller);
                paused.add(run.run().value());
            }
            if (invocation.json()) {
                invocation.print(Map.of("armed", false, "by", caller.actor().name(), "paused", paused));
                return 0;
            }
            List<String> lines = new ArrayList<>();
            lines.add(invocation.terminal().outPalette().red("DISARMED")
                    + ": Holdfast starts nothing by itself, and standing orders do not count, until `holdfast arm`");
            paused.forEach(run -> lines.add("paused: run %s; `holdfast run continue %s`".formatted(run, run)));
            invocation.print(lines);
            return 0;
        }
    }

    /** A run that is paused already would decline the order, and say so; that does no harm. */
    private static List<RunState> automaticRuns(Installation installation) {
        return installation.journal().runs(Integer.MAX_VALUE).reversed().stream()
                .map((RunId run) -> RunState.fold(installation.journal().read(run)))
                .filter(run -> !run.isOver() && run.steering().paused().isEmpty())
                .filter(run -> run.begin().requestedBy().kind() == Actor.Kind.AUTOMATIC)
                .toList();
    }

    private static int arm(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            Caller caller = invocation.caller();
            installation
                    .people()
                    .decide(new Control.Armed(invocation.option("--reason").orElse("")), caller);
            if (invocation.json()) {
                invocation.print(Map.of("armed", true, "by", caller.actor().name()));
            } else {
                invocation.print(
                        List.of("%s: Holdfast recovers by itself again; paused runs stay paused until `holdfast"
                                        .formatted(invocation
                                                .terminal()
                                                .outPalette()
                                                .green("armed"))
                                + " run continue RUN`"));
            }
            return 0;
        }
    }
}
