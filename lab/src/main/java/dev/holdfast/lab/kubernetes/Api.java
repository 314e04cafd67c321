package dev.holdfast.lab.kubernetes;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers requests about objects, except those that watch. */
final class Api {
    private final ObjectStore store;
    private final Editor editor;
    private final Clock clock;

    Api(ObjectStore store, Editor editor, Clock clock) {
        this.store = store;
        this.editor = editor;
        this.clock = clock;
    }

    /** What a request does to its target, in the API's word. */
    static String verb(Request request, Target target) {
        return switch (request.method()) {
            case "GET" -> request.says("watch") ? "watch" : target.one() ? "get" : "list";
            case "PATCH" -> "patch";
            case "PUT" -> "update";
            case "DELETE" -> target.one() ? "delete" : "deletecollection";
            case "POST" -> "create";
            default -> throw ApiFailure.notAllowed(request.method());
        };
    }

    ObjectNode answer(Request request, Target target, String verb) {
        return switch (verb) {
            case "get" -> get(request, target);
            case "list" -> list(request, target);
            case "patch" -> {
                Patch patch = Patch.of(request.header("Content-Type").orElse(""));
                yield editor.patch(editable(target, verb), patch, request.object(), request.dryRun());
            }
            case "update" -> editor.replace(editable(target, verb), request.object(), request.dryRun());
            case "delete" -> editor.endPod(editable(target, verb), request.object(), request.dryRun());
            default -> throw ApiFailure.notAllowed(verb + " of " + target.resource());
        };
    }

    private static Target editable(Target target, String verb) {
        if (!target.one() || !target.kind().verbs().contains(verb)) {
            throw ApiFailure.notAllowed(verb + " of " + target.resource());
        }
        return target;
    }

    private ObjectNode get(Request request, Target target) {
        Selection selection = Selection.of(target, request.query());
        ObjectStore.Listing all = store.list(target.kind());
        ObjectNode object = all.objects().stream()
                .map(selection::seen)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> Editor.missing(target));
        ObjectNode shown = Editor.shown(target, object);
        return request.wantsTable() && target.part().isEmpty()
                ? table(request, target, List.of(shown), Long.toString(all.version()))
                : shown;
    }

    private ObjectNode list(Request request, Target target) {
        Selection selection = Selection.of(target, request.query());
        ObjectStore.Listing all = store.list(target.kind());
        List<ObjectNode> objects = all.objects().stream()
                .map(selection::seen)
                .flatMap(Optional::stream)
                .toList();
        String version = Long.toString(all.version());
        if (request.wantsTable()) {
            return table(request, target, objects, version);
        }
        ObjectNode list = Json.object()
                .put("kind", target.kind().word() + "List")
                .put("apiVersion", target.kind().apiVersion());
        list.withObjectProperty("metadata").put("resourceVersion", version);
        ArrayNode items = list.withArrayProperty("items");
        objects.forEach(items::add);
        return list;
    }

    private ObjectNode table(Request request, Target target, List<ObjectNode> objects, String version) {
        return new Table(target.kind(), request.wantsWholeObjects(), clock.instant()).of(objects, version, true);
    }
}
