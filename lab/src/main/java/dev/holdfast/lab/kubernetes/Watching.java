package dev.holdfast.lab.kubernetes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A request that stays open and is told what happens: a line of JSON for each change. */
final class Watching {
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final ObjectStore store;
    private final Clock clock;
    private final Request request;
    private final Target target;
    private final Selection selection;
    private final long end;
    private boolean head = true;

    Watching(ObjectStore store, Clock clock, Request request, Target target) {
        this.store = store;
        this.clock = clock;
        this.request = request;
        this.target = target;
        this.selection = Selection.of(target, request.query());
        this.end = System.nanoTime() + limit(request).toNanos();
    }

    private static Duration limit(Request request) {
        String asked = request.query().getOrDefault("timeoutSeconds", "");
        return asked.matches("[1-9]\\d{0,5}") ? Duration.ofSeconds(Long.parseLong(asked)) : LONGEST;
    }

    /** What happened already since the version that the client knows; fails when that is forgotten. */
    Beginning begin() {
        String asked = request.query().getOrDefault("resourceVersion", "");
        if (asked.isEmpty() || asked.equals("0")) {
            ObjectStore.Listing all = store.list(target.kind());
            return new Beginning(
                    all.version(),
                    all.objects().stream()
                            .map(object -> new Change(all.version(), Change.Type.ADDED, target.kind(), object))
                            .toList());
        }
        if (!asked.matches("\\d{1,18}")) {
            throw ApiFailure.badRequest("resourceVersion '%s' is none".formatted(asked));
        }
        long version = Long.parseLong(asked);
        store.since(version);
        return new Beginning(version, List.of());
    }

    /** Where a watch begins, and what it tells first. */
    record Beginning(long version, List<Change> changes) {}

    /** Tells everything from there on, until the client has gone or its time is over. */
    void tell(Beginning beginning, OutputStream out) throws IOException {
        long version = beginning.version();
        for (Change change : beginning.changes()) {
            tell(change, out);
        }
        try {
            while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
                store.await(version, BETWEEN_LOOKS);
                for (Change change : store.since(version)) {
                    tell(change, out);
                    version = change.version();
                }
            }
        } catch (ApiFailure failure) {
            write("ERROR", failure.status(), out);
        }
    }

    private void tell(Change change, OutputStream out) throws IOException {
        Optional<ObjectNode> seen = change.kind() == target.kind() ? selection.seen(change.object()) : Optional.empty();
        if (seen.isEmpty()) {
            return;
        }
        write(change.type().name(), shown(seen.get(), change.version()), out);
    }

    private static void write(String type, ObjectNode object, OutputStream out) throws IOException {
        ObjectNode event = Json.object().put("type", type);
        event.set("object", object);
        out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private ObjectNode shown(ObjectNode object, long version) {
        if (!request.wantsTable()) {
            return object;
        }
        ObjectNode table = new Table(target.kind(), request.wantsWholeObjects(), clock.instant())
                .of(List.of(object), Long.toString(version), head);
        head = false;
        return table;
    }
}
