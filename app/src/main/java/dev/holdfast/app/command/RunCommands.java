package dev.holdfast.app.command;

import dev.holdfast.app.output.RunDocument;
import dev.holdfast.app.terminal.Durations;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.RunPage;
import dev.holdfast.app.terminal.Table;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.RunHistory.RecordedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;

/** Commands about runs: those that were, and going on with one. */
final class RunCommands {
    private static final int LISTED = 20;

    private RunCommands() {}

    static CommandNode.Group group() {
        List<CommandNode> commands = new ArrayList<>(List.of(
                new CommandNode.Leaf("list", "List the newest runs", List::of, RunCommands::list),
                new CommandNode.Leaf(
                        "show",
                        "Show what a run did, step by step",
                        () -> List.of(name(), Arguments.flag("--events", "Every event, as the journal holds it.")),
                        RunCommands::show),
                new CommandNode.Leaf(
                        "resume",
                        "Go on with a run that was interrupted",
                        () -> List.of(name()),
                        RunCommands::resume)));
        commands.addAll(SteeringCommands.leaves());
        return new CommandNode.Group("run", "Runs: list, show, resume, steer", commands);
    }

    private static ArgSpec name() {
        return Arguments.word(0, "RUN", "Its identity, or 'latest'.");
    }

    private static int list(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            List<RecordedRun> runs =
                    installation.hasJournal() ? installation.history().newest(LISTED) : List.of();
            if (invocation.json()) {
                invocation.print(
                        Map.of("runs", runs.stream().map(RunDocument::brief).toList()));
                return 0;
            }
            invocation.print(
                    runs.isEmpty()
                            ? List.of("no run was recorded in %s".formatted(installation.stateDirectory()))
                            : table(runs, invocation.terminal().outPalette()));
            return 0;
        }
    }

    private static List<String> table(List<RecordedRun> runs, Palette palette) {
        Table table = new Table().row("RUN", "RUNBOOK", "STATUS", "TOOK");
        runs.forEach(run -> table.row(
                run.id().value(),
                run.state().runbook(),
                RunPage.status(run.state(), palette),
                Durations.show(Duration.between(
                        run.state().startedAt(), run.events().getLast().at()))));
        return table.lines();
    }

    private static int show(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            RecordedRun run = installation.history().find(invocation.word(0));
            if (invocation.json()) {
                invocation.print(RunDocument.of(run));
                return 0;
            }
            RunPage page = new RunPage(invocation.terminal().outPalette());
            invocation.print(
                    invocation.flag("--events")
                            ? RunPage.events(run.events())
                            : page.steps(run.state(), run.questions()));
            return 0;
        }
    }

    private static int resume(Invocation invocation) {
        return new RunDriver(invocation).resume(invocation.word(0));
    }
}
