package dev.holdfast.lab.kubernetes;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a patch changes an object: RFC 7386, and Kubernetes' own form in which list items are found by their name. */
enum Patch {
    MERGE {
        @Override
        JsonNode mergedList(ArrayNode before, ArrayNode patch) {
            return patch;
        }
    },
    STRATEGIC {
        @Override
        JsonNode mergedList(ArrayNode before, ArrayNode patch) {
            boolean named = !patch.isEmpty() && patch.valueStream().allMatch(item -> item.has("name"));
            if (!named) {
                return patch;
            }
            ArrayNode merged = before.deepCopy();
            patch.forEach(item -> mergeNamed(merged, (ObjectNode) item));
            return merged;
        }
    };

    static Patch of(String mediaType) {
        return switch (mediaType.replaceFirst(";.*", "").strip()) {
            case "application/merge-patch+json" -> MERGE;
            case "application/strategic-merge-patch+json" -> STRATEGIC;
            default -> throw ApiFailure.unsupported(mediaType);
        };
    }

    abstract JsonNode mergedList(ArrayNode before, ArrayNode patch);

    /** A null in the patch removes what has that name. */
    void apply(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            String name = entry.getKey();
            switch (entry.getValue()) {
                case JsonNode value when value.isNull() -> target.remove(name);
                case ObjectNode object -> apply(target.withObjectProperty(name), object);
                case ArrayNode list
                when target.get(name) instanceof ArrayNode before -> target.set(name, mergedList(before, list));
                case JsonNode value -> target.set(name, value);
            }
        });
    }

    void mergeNamed(ArrayNode into, ObjectNode item) {
        Optional<JsonNode> same = into.valueStream()
                .filter(old -> old.path("name").equals(item.path("name")))
                .findFirst();
        if (same.isPresent() && same.get() instanceof ObjectNode old) {
            apply(old, item);
        } else {
            into.add(item);
        }
    }
}
