package dev.holdfast.drivers.twin;

import dev.holdfast.model.database.SyncPolicy;
import java.time.Instant;
import java.util.Optional;

/** A database server of the twin. Its fields are guarded by {@link TwinEffects}. */
final class TwinServer {
    /** The code with which a server says that it can't serve now. */
    private static final String CANNOT_CONNECT_NOW = "57P03";

    /** What its process does. */
    enum Life {
        RUNNING,
        HUNG,
        /** It answers, and serves nobody: it starts, or has no connection left. */
        BUSY,
        CRASHED,
        STOPPED
    }

    final String name;
    Life life = Life.RUNNING;
    /** Its host is cut off from everything else. */
    boolean isolated;

    boolean primary;
    /** Its data directory is marked, so that it can only start as a standby. */
    boolean standbyOnly;

    boolean replayPaused;
    /** It is connected to whom it follows, but gets nothing. */
    boolean heldBack;

    Optional<String> upstream = Optional.empty();
    Optional<Instant> lastCommit = Optional.empty();
    TwinLog log;
    SyncPolicy sync;
    long commits;
    String sqlState = CANNOT_CONNECT_NOW;
    String busyWith = "the database system is starting up";

    TwinServer(String name, TwinLog log, SyncPolicy sync) {
        this.name = name;
        this.log = log;
        this.sync = sync;
    }

    /** Whether it serves sessions. */
    boolean answers() {
        return life == Life.RUNNING && !isolated;
    }

    /** Its process exists, so it may go on one day, even if nobody hears of it now. */
    boolean lives() {
        return switch (life) {
            case RUNNING, HUNG, BUSY -> true;
            case CRASHED, STOPPED -> false;
        };
    }

    Reach session() {
        if (isolated || life == Life.HUNG) {
            return Reach.SILENT;
        }
        return life == Life.RUNNING ? Reach.ANSWERS : Reach.REFUSES;
    }

    Reach host() {
        return isolated ? Reach.SILENT : Reach.ANSWERS;
    }

    boolean follows(String other) {
        return upstream.filter(other::equals).isPresent();
    }

    /** Starts in whatever role its data directory is marked for. */
    void start() {
        if (lives()) {
            return;
        }
        life = Life.RUNNING;
        primary = !standbyOnly;
    }

    void promote() {
        if (!primary) {
            log = log.promoted(name);
            primary = true;
            standbyOnly = false;
            replayPaused = false;
            heldBack = false;
            upstream = Optional.empty();
        }
    }
}
