package dev.holdfast.lab.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of objects that the stand-in has. */
enum Kind {
    NAMESPACE("Namespace", "", "namespaces", "ns"),
    CONFIG_MAP("ConfigMap", "", "configmaps", "cm"),
    POD("Pod", "", "pods", "po"),
    DEPLOYMENT("Deployment", "apps", "deployments", "deploy");

    private final String word;
    private final String group;
    private final String plural;
    private final String shortName;

    Kind(String word, String group, String plural, String shortName) {
        this.word = word;
        this.group = group;
        this.plural = plural;
        this.shortName = shortName;
    }

    static Optional<Kind> of(String group, String plural) {
        return Arrays.stream(values())
                .filter(kind -> kind.group.equals(group) && kind.plural.equals(plural))
                .findFirst();
    }

    String word() {
        return word;
    }

    /** The API group; empty for the core. */
    String group() {
        return group;
    }

    String plural() {
        return plural;
    }

    String shortName() {
        return shortName;
    }

    /** What clients may do with it. */
    List<String> verbs() {
        return switch (this) {
            case NAMESPACE -> List.of("get", "list", "watch");
            case POD -> List.of("delete", "get", "list", "watch");
            case CONFIG_MAP, DEPLOYMENT -> List.of("get", "list", "patch", "update", "watch");
        };
    }

    String apiVersion() {
        return group.isEmpty() ? "v1" : group + "/v1";
    }

    boolean namespaced() {
        return this != NAMESPACE;
    }

    /** As error messages name it, such as {@code deployments.apps}. */
    String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
