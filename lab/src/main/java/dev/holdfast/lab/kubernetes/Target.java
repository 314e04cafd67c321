package dev.holdfast.lab.kubernetes;

import java.util.List;
import java.util.Optional;

/**
 * What a path of the API means.
 *
 * @param namespace empty for all of them, or for a kind that has none
 * @param name empty for all objects
 * @param part of the object, such as {@code scale}; empty for all of it
 */
record Target(Kind kind, String namespace, String name, String part) {
    private static final String NAMESPACES = "namespaces";

    /** Empty for a path of something else. */
    static Optional<Target> of(String path) {
        List<String> words = List.of(path.substring(1).split("/", -1));
        if (words.size() >= 3 && words.subList(0, 2).equals(List.of("api", "v1"))) {
            return of("", words.subList(2, words.size()));
        }
        if (words.size() >= 4 && words.get(0).equals("apis") && words.get(2).equals("v1")) {
            return of(words.get(1), words.subList(3, words.size()));
        }
        return Optional.empty();
    }

    private static Optional<Target> of(String group, List<String> words) {
        if (words.getFirst().equals(NAMESPACES) && words.size() >= 3) {
            return Kind.of(group, words.get(2))
                    .filter(Kind::namespaced)
                    .map(kind -> new Target(kind, words.get(1), word(words, 3), word(words, 4)));
        }
        return Kind.of(group, words.getFirst())
                .filter(kind -> words.size() == 1 || !kind.namespaced())
                .map(kind -> new Target(kind, "", word(words, 1), ""));
    }

    private static String word(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "";
    }

    boolean one() {
        return !name.isEmpty();
    }

    Key key() {
        return new Key(kind, namespace, name);
    }

    /** As error messages name what a request is about. */
    String resource() {
        return part.isEmpty() ? kind.plural() : kind.plural() + "/" + part;
    }
}
