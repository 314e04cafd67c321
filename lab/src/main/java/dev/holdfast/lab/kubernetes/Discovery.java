package dev.holdfast.lab.kubernetes;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the stand-in says of itself: its version, and what it has. */
final class Discovery {
    /** Of the API that it speaks, and what it really is. */
    static final String VERSION = "v1.32.0+holdfast-lab-standin";

    private Discovery() {}

    /** The answer to a path of that kind. */
    static Optional<ObjectNode> at(String path) {
        return switch (path) {
            case "/version" -> Optional.of(version());
            case "/api" -> Optional.of(Json.object("{\"kind\": \"APIVersions\", \"versions\": [\"v1\"]}"));
            case "/apis" -> Optional.of(groups());
            case "/apis/apps" -> Optional.of(apps());
            case "/api/v1" -> Optional.of(resources("", "v1"));
            case "/apis/apps/v1" -> Optional.of(resources("apps", "apps/v1"));
            default -> Optional.empty();
        };
    }

    private static ObjectNode version() {
        return Json.template("""
                {"major": "1", "minor": "32", "gitVersion": %s, "gitTreeState": "clean", "platform": "linux/amd64",
                 "goVersion": "none: Holdfast's lab, which is no Kubernetes"}""", VERSION);
    }

    private static ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        list.withArrayProperty("groups").add(group());
        return list;
    }

    private static ObjectNode apps() {
        return group().put("kind", "APIGroup").put("apiVersion", "v1");
    }

    private static ObjectNode group() {
        ObjectNode version = Json.object().put("groupVersion", "apps/v1").put("version", "v1");
        ObjectNode group = Json.object().put("name", "apps");
        group.withArrayProperty("versions").add(version.deepCopy());
        group.set("preferredVersion", version);
        return group;
    }

    private static ObjectNode resources(String group, String version) {
        ObjectNode list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", version);
        ArrayNode resources = list.withArrayProperty("resources");
        Arrays.stream(Kind.values())
                .filter(kind -> kind.group().equals(group))
                .forEach(kind -> resources.add(resource(kind)));
        if (group.equals(Kind.DEPLOYMENT.group())) {
            resources.add(scale());
        }
        return list;
    }

    private static ObjectNode resource(Kind kind) {
        ObjectNode resource = Json.object()
                .put("name", kind.plural())
                .put("singularName", kind.word().toLowerCase(Locale.ROOT))
                .put("namespaced", kind.namespaced())
                .put("kind", kind.word());
        kind.verbs().forEach(resource.withArrayProperty("verbs")::add);
        resource.withArrayProperty("shortNames").add(kind.shortName());
        return resource;
    }

    private static ObjectNode scale() {
        ObjectNode scale = Json.object();
        Map.of(
                        "name", "deployments/scale",
                        "singularName", "",
                        "kind", "Scale",
                        "group", "autoscaling",
                        "version", "v1")
                .forEach(scale::put);
        scale.put("namespaced", true);
        scale.withArrayProperty("verbs").add("get").add("patch").add("update");
        return scale;
    }
}
