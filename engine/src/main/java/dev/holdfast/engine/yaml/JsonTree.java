package dev.holdfast.engine.yaml;

import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import dev.holdfast.engine.yaml.YamlNode.Sequence;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The form in which a JSON Schema validator takes a document; it has the values without their positions. */
final class JsonTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTree() {}

    static JsonNode of(YamlNode node) {
        return switch (node) {
            case Mapping mapping -> object(mapping);
            case Sequence sequence -> array(sequence);
            case Scalar scalar -> single(scalar);
        };
    }

    private static JsonNode object(Mapping mapping) {
        ObjectNode object = NODES.objectNode();
        mapping.entries().forEach(entry -> object.set(entry.name(), of(entry.value())));
        return object;
    }

    private static JsonNode array(Sequence sequence) {
        ArrayNode array = NODES.arrayNode();
        sequence.items().forEach(item -> array.add(of(item)));
        return array;
    }

    private static JsonNode single(Scalar scalar) {
        return switch (scalar.kind()) {
            case STRING -> NODES.stringNode(scalar.text());
            case INTEGER, DECIMAL -> NODES.numberNode(new BigDecimal(scalar.text()));
            case BOOLEAN -> NODES.booleanNode(scalar.text().equalsIgnoreCase("true"));
            case NULL -> NODES.nullNode();
        };
    }
}
