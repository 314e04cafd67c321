package dev.holdfast.engine.identity;

import dev.holdfast.engine.yaml.Problems;
import dev.holdfast.engine.yaml.YamlNode;
import dev.holdfast.engine.yaml.YamlNode.Entry;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import dev.holdfast.engine.yaml.YamlReader;
import dev.holdfast.engine.yaml.YamlSchema;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operator.Operator;
import dev.holdfast.model.operator.Operators;
import dev.holdfast.model.operator.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns the text of the file of the operators into {@link Operators}, or says everything that is wrong with it. */
public final class OperatorsParser {
    private static final YamlSchema SCHEMA = YamlSchema.load(OperatorsParser.class, "operators.schema.json");

    private OperatorsParser() {}

    /**
     * Reads the operators.
     *
     * @throws dev.holdfast.model.error.HoldfastException {@link ErrorCode#OPERATORS_INVALID} with a line for each problem
     */
    public static Operators parse(String yaml, String fileName) {
        Problems problems = new Problems();
        Optional<YamlNode> document = YamlReader.read(yaml, problems);
        document.ifPresent(root -> SCHEMA.check(root, problems));
        Optional<Mapping> root = document.flatMap(YamlNode::asMapping);
        root.ifPresent(mapping -> checkKeys(mapping, problems));
        problems.throwIfAny(ErrorCode.OPERATORS_INVALID, fileName);
        return operators(root.orElseThrow(() -> new IllegalStateException("the schema accepts only a mapping")));
    }

    /** A key that two names share would let one person count as two. */
    private static void checkKeys(Mapping root, Problems problems) {
        Map<PublicKey, Scalar> owners = new HashMap<>();
        root.entriesOf("operators").stream()
                .flatMap(Entry::mapping)
                .flatMap(OperatorsParser::keys)
                .forEach(written -> checkKey(written, owners, problems));
    }

    private static void checkKey(Scalar written, Map<PublicKey, Scalar> owners, Problems problems) {
        switch (PublicKey.read(written.text())) {
            case PublicKey.Read.Wrong wrong -> problems.addUnlessReported(written.at(), wrong.problem());
            case PublicKey.Read.Right right ->
                Optional.ofNullable(owners.putIfAbsent(right.key(), written))
                        .ifPresent(first -> problems.addUnlessReported(
                                written.at(),
                                "this key is in line %d already; one person must not count as two"
                                        .formatted(first.at().line())));
        }
    }

    private static Stream<Scalar> keys(Mapping operator) {
        return operator.itemsOf("keys").stream().flatMap(key -> key.asScalar().stream());
    }

    private static Operators operators(Mapping root) {
        List<Operator> all = root.entriesOf("operators").stream()
                .flatMap(entry -> entry.mapping().map(written -> operator(entry.name(), written)))
                .toList();
        return new Operators(
                all, root.scalar("unproven").map(OperatorsParser::role).orElse(Operators.NONE.unproven()));
    }

    private static Operator operator(String name, Mapping written) {
        List<String> keys = keys(written)
                .map(key -> PublicKey.read(key.text()))
                .flatMap(read -> read instanceof PublicKey.Read.Right right ? Stream.of(right.key()) : Stream.of())
                .map(PublicKey::toString)
                .toList();
        return new Operator(
                name, written.scalar("role").map(OperatorsParser::role).orElse(Role.VIEWER), keys);
    }

    private static Role role(Scalar written) {
        return Role.valueOf(written.text().toUpperCase(Locale.ROOT));
    }
}
