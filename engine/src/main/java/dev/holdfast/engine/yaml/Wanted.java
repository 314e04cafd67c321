package dev.holdfast.engine.yaml;

import com.networknt.schema.Error;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Ends the sentence "it must be ..." for a constraint that has no description. */
final class Wanted {

    private Wanted() {}

    static String inWords(Error error) {
        String text = text(error.getSchemaNode());
        return switch (error.getKeyword()) {
            case "type" -> type(text);
            case "const" -> text;
            case "enum" -> "one of " + text;
            case "minimum" -> "at least " + text;
            case "maximum" -> "at most " + text;
            case "minLength" -> "longer";
            case "pattern" -> "of the form " + text;
            case "not" -> "this key is not allowed";
            default -> "valid: " + error.getMessage();
        };
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(Wanted::text).collect(Collectors.joining(", "))
                : value.asString(value.toString());
    }

    private static String type(String type) {
        return switch (type) {
            case "object" -> "a mapping of keys to values";
            case "array" -> "a list";
            case "string" -> "text";
            case "boolean" -> "true or false";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            default -> "a single value";
        };
    }
}
