package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Durations;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.Table;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.RunbookShelf;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;

/** Commands about procedures: which there are, what is in them, and starting one. */
final class RunbookCommands {
    private static final String CONFIRM = "confirm";

    private RunbookCommands() {}

    static CommandNode.Group group() {
        return new CommandNode.Group(
                "runbook",
                "Procedures: list, show, start",
                List.of(
                        new CommandNode.Leaf("list", "List the runbooks", List::of, RunbookCommands::list),
                        new CommandNode.Leaf(
                                "show", "Show the steps of a runbook", () -> List.of(name()), RunbookCommands::show),
                        new CommandNode.Leaf(
                                "start",
                                "Run a runbook on the real systems",
                                RunbookCommands::startArguments,
                                RunbookCommands::start)));
    }

    private static ArgSpec name() {
        return Arguments.word(0, "RUNBOOK", "Its name, or the path of its file.");
    }

    private static List<ArgSpec> startArguments() {
        return List.of(
                name(),
                RunMode.option(),
                Arguments.repeatedOption("--param", "KEY=VALUE", "A parameter of the runbook."),
                Arguments.flag("--" + CONFIRM, "Do also what can't be undone or takes something away."));
    }

    private static int list(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            RunbookShelf shelf = installation.runbooks();
            List<Runbook> runbooks = shelf.names().stream().map(shelf::get).toList();
            if (invocation.json()) {
                invocation.print(Map.of(
                        "runbooks",
                        runbooks.stream().map(RunbookCommands::brief).toList()));
                return 0;
            }
            Table table = new Table();
            runbooks.forEach(runbook -> table.row(runbook.name(), runbook.title()));
            invocation.print(runbooks.isEmpty() ? List.of("there is no runbook") : table.lines());
            return 0;
        }
    }

    private static Map<String, Object> brief(Runbook runbook) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", runbook.name());
        document.put("title", runbook.title());
        document.put("triggers", runbook.triggers());
        document.put("parameters", runbook.parameters());
        document.put(
                "steps", runbook.steps().stream().map(RunbookCommands::brief).toList());
        return document;
    }

    private static Map<String, Object> brief(Step step) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", step.id());
        document.put("operation", step.operation());
        document.put("needs", step.needs());
        document.put("parameters", step.parameters());
        document.put("timeout_seconds", step.limits().timeout());
        document.put("retries", step.limits().retries());
        step.undo().ifPresent(undo -> document.put("undo", undo));
        return document;
    }

    private static int show(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            Runbook runbook = installation.runbooks().get(invocation.word(0));
            if (invocation.json()) {
                invocation.print(brief(runbook));
                return 0;
            }
            invocation.print(page(runbook, invocation.terminal().outPalette()));
            return 0;
        }
    }

    private static List<String> page(Runbook runbook, Palette palette) {
        List<String> lines = new ArrayList<>();
        lines.add("%s  %s".formatted(palette.bold(runbook.name()), runbook.title()));
        lines.add("triggers:   " + (runbook.triggers().isEmpty() ? "none" : String.join(", ", runbook.triggers())));
        lines.add("parameters: " + (runbook.parameters().isEmpty() ? "none" : String.join(", ", runbook.parameters())));
        lines.add("");
        Table table = new Table().row("STEP", "OPERATION", "NEEDS", "TIMEOUT", "RETRIES", "UNDO");
        runbook.steps()
                .forEach(step -> table.row(
                        step.id(),
                        step.operation(),
                        String.join(", ", step.needs()),
                        Durations.show(step.limits().timeout()),
                        Integer.toString(step.limits().retries()),
                        step.undo().orElse("")));
        lines.addAll(table.lines());
        return lines;
    }

    private static int start(Invocation invocation) {
        Runbook runbook;
        try (Installation installation = invocation.installation()) {
            runbook = installation.runbooks().get(invocation.word(0));
        }
        Map<String, String> parameters = new HashMap<>(invocation.pairs("--param"));
        if (invocation.flag("--" + CONFIRM)) {
            parameters.put(CONFIRM, "true");
        }
        return new RunDriver(invocation).start(runbook, parameters, RunMode.of(invocation));
    }
}
