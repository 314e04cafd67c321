package dev.holdfast.app.output;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.model.operation.Danger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference of all operations, made from the catalogue. */
public final class CataloguePage {
    private CataloguePage() {}

    /** As a page of Markdown. */
    public static List<String> markdown(Catalogue catalogue) {
        List<String> lines = new ArrayList<>(
                List.of(
                        "# Operations",
                        "",
                        "Made from the catalogue by `holdfast catalogue list --markdown`. Each operation is a command of `holdfast` and a",
                        "script in `scripts/dr/`. Every one first looks whether there is something to do, then does it, then proves it."));
        catalogue.all().stream().map(Operation::declaration).forEach(operation -> lines.addAll(section(operation)));
        return lines;
    }

    private static List<String> section(Declaration<?> operation) {
        List<String> lines = new ArrayList<>(List.of(
                "",
                "## %s".formatted(operation.command()),
                "",
                operation.summary(),
                "",
                "- id: `%s`".formatted(operation.id()),
                "- script: `scripts/dr/%s.sh`".formatted(operation.command()),
                "- danger: %s".formatted(inWords(operation.danger()))));
        List<ParameterBinding.Described> parameters = ParameterBinding.describe(operation.parameters());
        if (!parameters.isEmpty()) {
            lines.addAll(List.of("", "| option | required | meaning |", "|---|---|---|"));
            parameters.forEach(parameter -> lines.add("| `%s` | %s | %s |"
                    .formatted(usage(parameter), parameter.required() ? "yes" : "no", parameter.description())));
        }
        return lines;
    }

    private static String inWords(Danger danger) {
        return switch (danger) {
            case READS -> "it only looks";
            case REVERSIBLE -> "it changes something that it can change back";
            case DESTRUCTIVE -> "it can take something from service or destroy data; a restore point is recorded first";
        };
    }

    private static String usage(ParameterBinding.Described parameter) {
        return parameter.flag()
                ? "--" + parameter.option()
                : "--%s %s".formatted(parameter.option(), parameter.placeholder());
    }

    /** For programs. */
    public static List<Map<String, Object>> documents(Catalogue catalogue) {
        return catalogue.all().stream()
                .map(operation -> document(operation.declaration()))
                .toList();
    }

    private static Map<String, Object> document(Declaration<?> operation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("command", operation.command());
        document.put("id", operation.id());
        document.put("summary", operation.summary());
        document.put("danger", operation.danger().name());
        document.put(
                "parameters",
                ParameterBinding.describe(operation.parameters()).stream()
                        .map(CataloguePage::document)
                        .toList());
        return document;
    }

    private static Map<String, Object> document(ParameterBinding.Described parameter) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("option", parameter.option());
        document.put("description", parameter.description());
        document.put("required", parameter.required());
        document.put("flag", parameter.flag());
        return document;
    }
}
