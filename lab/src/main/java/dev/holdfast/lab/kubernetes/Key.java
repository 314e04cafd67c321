package dev.holdfast.lab.kubernetes;

import java.util.Comparator;
import tools.jackson.databind.JsonNode;

/**
 * Which object.
 *
 * @param namespace empty for a kind that has none
 */
record Key(Kind kind, String namespace, String name) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::kind).thenComparing(Key::namespace).thenComparing(Key::name);

    static Key of(Kind kind, JsonNode object) {
        return new Key(kind, Json.text(object, "metadata", "namespace"), Json.text(object, "metadata", "name"));
    }

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }
}
