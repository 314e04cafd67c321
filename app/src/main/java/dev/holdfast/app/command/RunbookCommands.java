package dev.holdfast.app.command;

import dev.holdfast.app.output.RunbookGraph;
import dev.holdfast.app.terminal.Durations;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.Table;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.RunbookShelf;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.ArgSpec;

/** Commands about procedures: which there are, what is in them, and starting one. */
final class RunbookCommands {
    private static final String CONFIRM = "confirm";
    private static final String FORMAT = "--format";

    private RunbookCommands() {}

    static CommandNode.Group group() {
        return new CommandNode.Group(
                "runbook",
                "Procedures: list, show, lint, start",
                List.of(
                        new CommandNode.Leaf("list", "List the runbooks", List::of, RunbookCommands::list),
                        new CommandNode.Leaf(
                                "show", "Show the steps of a runbook", () -> List.of(name()), RunbookCommands::show),
                        LintCommand.leaf(),
                        new CommandNode.Leaf(
                                "graph",
                                "Draw the steps of a runbook",
                                () -> List.of(
                                        name(), Arguments.option(FORMAT, "FORMAT", "mermaid (when silent) or dot.")),
                                RunbookCommands::graph),
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
            List<Map<String, Object>> runbooks = installation.runbooks().names().stream()
                    .map(name -> listed(installation.runbooks(), name))
                    .toList();
            if (invocation.json()) {
                invocation.print(Map.of("runbooks", runbooks));
                return 0;
            }
            Table table = new Table();
            runbooks.forEach(runbook -> table.row(
                    String.valueOf(runbook.get("name")),
                    String.valueOf(runbook.getOrDefault("title", "(has problems: see `holdfast runbook lint`)"))));
            invocation.print(runbooks.isEmpty() ? List.of("there is no runbook") : table.lines());
            return 0;
        }
    }

    /** A runbook with problems doesn't hide the others. */
    private static Map<String, Object> listed(RunbookShelf shelf, String name) {
        try {
            return brief(shelf.get(name));
        } catch (HoldfastException e) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("name", name);
            document.put("problem", e.attempted());
            return document;
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
        document.put("on_failure", step.onFailure().name().toLowerCase(Locale.ROOT));
        step.approval().ifPresent(rule -> document.put("approval", brief(rule)));
        return document;
    }

    private static Map<String, Object> brief(ApprovalRule rule) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("people", rule.people());
        document.put("role", rule.role().name().toLowerCase(Locale.ROOT));
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
        Table table = new Table().row("STEP", "OPERATION", "NEEDS", "TIMEOUT", "RETRIES", "APPROVAL", "UNDO");
        runbook.steps()
                .forEach(step -> table.row(
                        step.id(),
                        step.operation(),
                        String.join(", ", step.needs()),
                        Durations.show(step.limits().timeout()),
                        Integer.toString(step.limits().retries()),
                        step.approval().map(RunbookCommands::inWords).orElse(""),
                        step.undo().orElse("")));
        lines.addAll(table.lines());
        runbook.steps().stream()
                .filter(step -> !step.parameters().isEmpty())
                .forEach(step -> lines.add("%s: %s".formatted(step.id(), new TreeMap<>(step.parameters()))));
        return lines;
    }

    private static String inWords(ApprovalRule rule) {
        return "%d %s".formatted(rule.people(), rule.role().name().toLowerCase(Locale.ROOT));
    }

    private static int graph(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            Runbook runbook = installation.runbooks().get(invocation.word(0));
            RunbookGraph graph = new RunbookGraph(runbook, invocation.catalogue());
            String format = invocation.option(FORMAT).orElse("mermaid");
            List<String> lines = switch (format) {
                case "mermaid" -> graph.mermaid();
                case "dot" -> graph.dot();
                default ->
                    throw new HoldfastException(
                            ErrorCode.USAGE, "%s is mermaid or dot, not '%s'".formatted(FORMAT, format));
            };
            if (invocation.json()) {
                invocation.print(Map.of("format", format, "graph", String.join("\n", lines)));
            } else {
                invocation.print(lines);
            }
            return 0;
        }
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
