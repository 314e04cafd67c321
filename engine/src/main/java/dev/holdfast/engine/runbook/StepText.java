package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;

/**
 * A step as the file has it.
 *
 * @param id where its name stands
 * @param body its settings
 */
record StepText(Scalar id, Mapping body) {
    private static final String SCRIPT_ENDING = ".sh";

    /** The steps of a runbook, in the order of the file; what isn't one step is left out. */
    static List<StepText> all(Mapping runbook) {
        return runbook.itemsOf("steps").stream()
                .flatMap(item -> item.asMapping().stream())
                .filter(item -> item.entries().size() == 1)
                .map(item -> item.entries().getFirst())
                .flatMap(entry -> entry.mapping().map(body -> new StepText(entry.key(), body)))
                .toList();
    }

    String name() {
        return id.text();
    }

    /** What the step does, be it called an operation or a script. */
    Optional<Operation<?>> operation(Catalogue catalogue) {
        return body.scalar("operation")
                .map(Scalar::text)
                .or(() -> body.scalar("script").map(script -> withoutEnding(script.text())))
                .flatMap(catalogue::find);
    }

    static String withoutEnding(String script) {
        return script.endsWith(SCRIPT_ENDING) ? script.substring(0, script.length() - SCRIPT_ENDING.length()) : script;
    }

    /** The names of steps under {@code needs}; empty when the file is silent on that. */
    Optional<List<Scalar>> needs() {
        return body.entry("needs")
                .map(needs -> body.itemsOf("needs").stream()
                        .flatMap(item -> item.asScalar().stream())
                        .toList());
    }

    List<Entry> parameters() {
        return body.entriesOf("with");
    }
}
