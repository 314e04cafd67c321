package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.text.TextHash;
import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlReader;
import dev.holdfast.engine.yaml.YamlSchema;
import dev.holdfast.model.runbook.Runbook;
import java.util.Optional;

/**
 * The text of a runbook as far as it could be read.
 *
 * @param root empty when the text is no mapping in YAML
 * @param runbook empty when there are problems
 * @param problems for which no run can be started
 */
record RunbookText(Optional<Mapping> root, Optional<Runbook> runbook, Problems problems) {
    private static final YamlSchema SCHEMA = YamlSchema.load(RunbookText.class, "runbook.schema.json");

    static RunbookText read(String name, String yaml, Catalogue catalogue) {
        Problems problems = new Problems();
        Optional<YamlNode> document = YamlReader.read(yaml, problems);
        document.ifPresent(node -> SCHEMA.check(node, problems));
        Optional<Mapping> root = document.flatMap(YamlNode::asMapping);
        root.ifPresent(mapping -> RunbookChecks.run(mapping, catalogue, problems));
        Optional<Runbook> runbook =
                problems.all().isEmpty() ? root.map(valid -> runbook(name, yaml, valid, catalogue)) : Optional.empty();
        return new RunbookText(root, runbook, problems);
    }

    private static Runbook runbook(String name, String yaml, Mapping valid, Catalogue catalogue) {
        RunbookReader reader = new RunbookReader(valid, catalogue);
        return new Runbook(
                name, reader.title(), reader.triggers(), reader.parameters(), reader.steps(), yaml, TextHash.of(yaml));
    }
}
