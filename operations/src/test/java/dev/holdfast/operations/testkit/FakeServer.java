package dev.holdfast.operations.testkit;

import dev.holdfast.model.database.SyncPolicy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One database server in memory. All fields are guarded by {@link Effects}. */
public final class FakeServer {

    /** What its process does. */
    public enum Life {
        RUNNING,
        HUNG,
        STARTING,
        CRASHED,
        STOPPED
    }

    final String name;
    String system = "7001";
    boolean primary;
    Life process = Life.RUNNING;
    boolean isolated;
    boolean standbyOnly;
    boolean refusesShutdown;
    boolean replayPaused;
    long position = 1000;
    Optional<String> upstream = Optional.empty();
    Optional<Instant> lastCommit = Optional.of(FakeSite.NOW);
    SyncPolicy sync;
    /** Where each timeline that this server knows began. */
    final TreeMap<Integer, Long> history = new TreeMap<>(Map.of(1, 0L));

    FakeServer(String name, SyncPolicy sync) {
        this.name = name;
        this.sync = sync;
    }

    int timeline() {
        return history.lastKey();
    }

    boolean answers() {
        return process == Life.RUNNING && !isolated;
    }

    /** Its process exists, so it may go on one day, even if nobody hears of it now. */
    boolean lives() {
        return process == Life.RUNNING || process == Life.HUNG || process == Life.STARTING;
    }

    /** Whether the log of {@code source} continues the log of this server. */
    boolean canContinueFrom(FakeServer source) {
        if (!source.system.equals(system) || source.timeline() < timeline()) {
            return false;
        }
        Integer next = source.history.higherKey(timeline());
        boolean sameLine = source.history.headMap(timeline(), true).equals(history);
        long end = next == null ? source.position : source.history.getOrDefault(next, 0L);
        return sameLine && position <= end;
    }

    void takeLogFrom(FakeServer source) {
        position = source.position;
        history.clear();
        history.putAll(source.history);
        lastCommit = source.lastCommit;
    }
}
