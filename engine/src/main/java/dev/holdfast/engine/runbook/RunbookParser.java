package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode;
import dev.holdfast.engine.yaml.YamlReader;
import dev.holdfast.engine.yaml.YamlSchema;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.runbook.Runbook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Turns the text of a runbook into a {@link Runbook}, or says everything that is wrong with it. */
public final class RunbookParser {
    private static final YamlSchema SCHEMA = YamlSchema.load(RunbookParser.class, "runbook.schema.json");

    private RunbookParser() {}

    /**
     * Reads a runbook.
     *
     * @param name of its file, without the ending
     * @param catalogue the operations that its steps may use
     * @throws dev.holdfast.model.error.HoldfastException {@link ErrorCode#RUNBOOK_INVALID} with a line for each problem
     */
    public static Runbook parse(String name, String yaml, Catalogue catalogue) {
        Problems problems = new Problems();
        Optional<YamlNode> document = YamlReader.read(yaml, problems);
        document.ifPresent(root -> SCHEMA.check(root, problems));
        Optional<YamlNode.Mapping> root = document.flatMap(YamlNode::asMapping);
        root.ifPresent(mapping -> RunbookChecks.run(mapping, catalogue, problems));
        problems.throwIfAny(ErrorCode.RUNBOOK_INVALID, name + ".yaml");
        YamlNode.Mapping valid = root.orElseThrow(() -> new IllegalStateException("the schema accepts only a mapping"));
        RunbookReader reader = new RunbookReader(valid, catalogue);
        return new Runbook(
                name, reader.title(), reader.triggers(), reader.parameters(), reader.steps(), yaml, sha256(yaml));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
