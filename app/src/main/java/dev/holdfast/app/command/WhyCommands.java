package dev.holdfast.app.command;

import dev.holdfast.app.output.WhyDocument;
import dev.holdfast.app.simulation.EvacuationCommand;
import dev.holdfast.app.terminal.WhyPage;
import dev.holdfast.app.why.Inquiry;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.why.Diagnosis;
import java.util.List;

/** Says why Holdfast acts or doesn't, and how a region would be left. */
final class WhyCommands {
    private WhyCommands() {}

    static CommandNode why() {
        return new CommandNode.Leaf(
                "why",
                "Say what each detector sees, what Holdfast would do about it, and what keeps it from doing so",
                () -> List.of(Arguments.option("--database", "NAME", "Which one, when there are several.")),
                WhyCommands::explain);
    }

    private static int explain(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            Diagnosis diagnosis = new Inquiry(
                            installation, installation.topology().database(invocation.option("--database")))
                    .answer();
            if (invocation.json()) {
                invocation.print(WhyDocument.of(diagnosis));
            } else {
                invocation.print(new WhyPage(invocation.terminal().outPalette()).lines(diagnosis));
            }
            return 0;
        }
    }

    static CommandNode evacuation() {
        return new CommandNode.Leaf(
                "evacuation",
                "Plan to leave a region, service by service along their dependencies, and try it on a twin",
                () -> List.of(
                        Arguments.requiredOption("--from", "REGION", "The region to leave."),
                        Arguments.option("--to", "REGION", "The region that takes over; else all others share it."),
                        Arguments.option("--save", "FILE", "Write the plan there, as a runbook."),
                        Arguments.flag(
                                EvacuationCommand.ASSUME_HEALTHY,
                                "Don't look at the site: plan as if everything in the topology were well.")),
                EvacuationCommand::run);
    }
}
