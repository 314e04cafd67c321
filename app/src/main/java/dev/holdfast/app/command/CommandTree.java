package dev.holdfast.app.command;

import dev.holdfast.engine.operation.Catalogue;
import java.util.ArrayList;
import java.util.List;

/** Every command that there is. The operations are those of the catalogue; nothing is listed twice. */
final class CommandTree {
    private CommandTree() {}

    static List<Section> sections(Catalogue catalogue) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Try it", List.of(DrillCommands.group(), LabCommands.group(), WatchCommands.watch())));
        sections.add(new Section(
                "Right now",
                List.of(
                        StatusCommands.status(),
                        WhyCommands.why(),
                        ForecastCommands.forecast(),
                        WhyCommands.evacuation())));
        OperationCommands.sections(catalogue).stream()
                .map(NotifyCommands::grouped)
                .forEach(sections::add);
        List<CommandNode> runs = new ArrayList<>(ExecuteCommands.leaves());
        runs.addAll(List.of(RunCommands.group(), RunbookCommands.group(), AuditCommands.group()));
        sections.add(new Section("Runs and runbooks", runs));
        sections.add(new Section(
                "People",
                List.of(
                        ApprovalCommands.approve(),
                        ApprovalCommands.reject(),
                        StandingOrderCommands.group(),
                        BreakGlassCommands.group(),
                        KillSwitchCommands.disarm(),
                        KillSwitchCommands.arm(),
                        OperatorCommands.group())));
        sections.add(new Section("What there is", List.of(TopologyCommands.group(), CatalogueCommands.group())));
        sections.add(new Section("", hidden(catalogue)));
        return sections;
    }

    private static List<CommandNode> hidden(Catalogue catalogue) {
        List<CommandNode> hidden = new ArrayList<>(OperationCommands.byArea(catalogue));
        hidden.addAll(LabCommands.entryPoints());
        hidden.add(TrainingCommand.leaf());
        hidden.add(ServiceTraining.leaf());
        return hidden;
    }
}
