package dev.holdfast.engine.run;

import dev.holdfast.model.event.RunId;
import java.nio.file.Path;

/** Sees to it that only one process executes a run. */
@FunctionalInterface
public interface RunLocks {
    /** For runs that only this process knows of. */
    RunLocks NONE = _ -> () -> {};

    /** A run that is kept for somebody, until it is closed or the process dies. */
    @FunctionalInterface
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Keeps a run.
     *
     * @throws dev.holdfast.model.error.HoldfastException {@code RUN_BUSY} when somebody else has it
     */
    Lock take(RunId run);

    /** A lock file for each run. */
    static RunLocks in(Path directory) {
        return run -> RunLock.take(directory, run);
    }
}
