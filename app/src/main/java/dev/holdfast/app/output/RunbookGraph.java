package dev.holdfast.app.output;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The steps of a runbook as a graph, in the languages of two programs that draw. */
public final class RunbookGraph {
    private final Runbook runbook;
    private final Catalogue catalogue;
    /** Short names that are safe in both languages, whatever the steps are called. */
    private final Map<String, String> nodes = new HashMap<>();

    public RunbookGraph(Runbook runbook, Catalogue catalogue) {
        this.runbook = runbook;
        this.catalogue = catalogue;
        runbook.steps().forEach(step -> nodes.put(step.id(), "s" + (nodes.size() + 1)));
    }

    /** For Mermaid, which many web pages draw. */
    public List<String> mermaid() {
        List<String> lines = new ArrayList<>(List.of("flowchart TD"));
        for (Step step : runbook.steps()) {
            String label = String.join("<br/>", escaped(label(step), "&quot;"));
            lines.add("  %s[\"%s\"]%s".formatted(node(step.id()), label, isDestructive(step) ? ":::destructive" : ""));
        }
        for (Step step : runbook.steps()) {
            step.needs().forEach(need -> lines.add("  %s --> %s".formatted(node(need), node(step.id()))));
        }
        lines.add("  classDef destructive stroke:#c00,stroke-width:3px");
        return lines;
    }

    /** For Graphviz. */
    public List<String> dot() {
        List<String> lines = new ArrayList<>();
        lines.add("digraph \"%s\" {".formatted(runbook.name().replace("\"", "\\\"")));
        lines.add("  node [shape=box, style=rounded]");
        for (Step step : runbook.steps()) {
            String label = String.join("\\n", escaped(label(step), "\\\""));
            lines.add("  %s [label=\"%s\"%s]"
                    .formatted(node(step.id()), label, isDestructive(step) ? ", color=red, penwidth=3" : ""));
        }
        for (Step step : runbook.steps()) {
            step.needs().forEach(need -> lines.add("  %s -> %s".formatted(node(need), node(step.id()))));
        }
        lines.add("}");
        return lines;
    }

    private String node(String step) {
        return nodes.getOrDefault(step, step);
    }

    /** The name of the step, what it does, and who must permit it. */
    private static List<String> label(Step step) {
        List<String> label = new ArrayList<>(List.of(step.id()));
        if (!step.operation().equals(step.id())) {
            label.add(step.operation());
        }
        step.approval()
                .ifPresent(rule -> label.add("approval: %d %s"
                        .formatted(rule.people(), rule.role().name().toLowerCase(Locale.ROOT))));
        step.undo().ifPresent(undo -> label.add("undo: " + undo));
        return label;
    }

    private static List<String> escaped(List<String> label, String quote) {
        return label.stream().map(line -> line.replace("\"", quote)).toList();
    }

    private boolean isDestructive(Step step) {
        return catalogue
                .find(step.operation())
                .map(Operation::declaration)
                .filter(declaration -> declaration.danger() == Danger.DESTRUCTIVE)
                .isPresent();
    }
}
