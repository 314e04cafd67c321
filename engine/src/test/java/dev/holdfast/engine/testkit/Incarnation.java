package dev.holdfast.engine.testkit;

import java.util.function.Supplier;

/** One life of the process. Once it is over, no thread of it can have an effect or write to the journal. */
public final class Incarnation {
    private boolean alive = true;

    /** Does something that the world outside sees, unless this life is over. */
    public synchronized <T> T act(Supplier<T> action) {
        if (!alive) {
            throw new Death();
        }
        return action.get();
    }

    public synchronized boolean isOver() {
        return !alive;
    }

    /** Ends this life. To be thrown by the caller. */
    public synchronized Death die() {
        alive = false;
        return new Death();
    }
}
