package dev.holdfast.lab.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every object, and what happened to them lately.
 *
 * <p>Each change raises the version of the store by one, and the changed object carries that version. What goes in and out are
 * copies, so an object changes only through {@link #change}.
 */
final class ObjectStore {
    private static final int REMEMBERED = 20_000;

    private final ObjectFiles files;
    private final Clock clock;
    private final Map<Key, ObjectNode> objects;
    private final Deque<Change> history = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** What happened up to here is forgotten. */
    private long forgotten;

    private long version;

    ObjectStore(ObjectFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
        this.objects = new TreeMap<>(files.load());
        // Deletions leave no file, so the highest version that is left may not be the last that was given.
        this.version = objects.values().stream()
                        .mapToLong(object ->
                                Json.at(object, "metadata", "resourceVersion").asLong(0))
                        .max()
                        .orElse(0)
                + 1000;
        this.forgotten = version - 1;
    }

    /** Objects of a kind with the version of the store at which they were so. */
    record Listing(List<ObjectNode> objects, long version) {}

    Listing list(Kind kind) {
        return locked(() -> new Listing(
                objects.entrySet().stream()
                        .filter(entry -> entry.getKey().kind() == kind)
                        .map(entry -> entry.getValue().deepCopy())
                        .toList(),
                version));
    }

    Optional<ObjectNode> find(Key key) {
        return locked(() -> Optional.ofNullable(objects.get(key)).map(ObjectNode::deepCopy));
    }

    /** Puts an object in that is not there yet. */
    ObjectNode create(Kind kind, ObjectNode object) {
        return locked(() -> {
            ObjectNode made = object.deepCopy();
            metadata(made)
                    .put("uid", UUID.randomUUID().toString())
                    .put("creationTimestamp", Json.time(clock.instant()));
            Key key = Key.of(kind, made);
            if (objects.containsKey(key)) {
                throw new IllegalStateException(key + " is there already");
            }
            note(Change.Type.ADDED, key, made);
            return made.deepCopy();
        });
    }

    /**
     * Lets somebody change an object while nobody else can; when the spec becomes another, so does the generation.
     *
     * @param edit changes the object that it is given, or throws so that nothing changes
     * @return the object afterwards; empty when there is none
     */
    Optional<ObjectNode> change(Key key, Consumer<ObjectNode> edit) {
        return locked(() -> Optional.ofNullable(objects.get(key)).map(before -> {
            ObjectNode after = edited(before, edit);
            if (!after.equals(before)) {
                note(Change.Type.MODIFIED, key, after);
            }
            return after.deepCopy();
        }));
    }

    /** What {@link #change} would make of an object. */
    static ObjectNode edited(ObjectNode before, Consumer<ObjectNode> edit) {
        ObjectNode after = before.deepCopy();
        edit.accept(after);
        if (metadata(after).has("generation") && !after.path("spec").equals(before.path("spec"))) {
            metadata(after).put("generation", Json.number(before, "metadata", "generation") + 1);
        }
        return after;
    }

    void delete(Key key) {
        locked(() -> Optional.ofNullable(objects.get(key)).map(object -> {
            note(Change.Type.DELETED, key, object.deepCopy());
            return key;
        }));
    }

    private void note(Change.Type type, Key key, ObjectNode object) {
        version++;
        metadata(object).put("resourceVersion", Long.toString(version));
        if (type == Change.Type.DELETED) {
            objects.remove(key);
            files.delete(key);
        } else {
            files.write(key, object);
            objects.put(key, object);
        }
        history.addLast(new Change(version, type, key.kind(), object.deepCopy()));
        if (history.size() > REMEMBERED) {
            forgotten = history.removeFirst().version();
        }
        changed.signalAll();
    }

    private static ObjectNode metadata(ObjectNode object) {
        return object.withObjectProperty("metadata");
    }

    long version() {
        return locked(() -> version);
    }

    /** Waits until the store is past a version, for so long at most. */
    void await(long past, Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (version <= past && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** What happened after a version, in order. Fails when that is not remembered any more. */
    List<Change> since(long past) {
        return locked(() -> {
            if (past < forgotten) {
                throw ApiFailure.gone(past);
            }
            return history.stream().filter(change -> change.version() > past).toList();
        });
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
