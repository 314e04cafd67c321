package dev.holdfast.engine.run;

import dev.holdfast.model.database.RestorePoint;
import java.util.Map;
import java.util.Optional;

/** Looks at how things are before a destructive step. */
@FunctionalInterface
public interface RestorePointRecorder {

    /**
     * Reads the state that the step could need to be taken back to.
     *
     * @param parameters of the step
     * @return empty when the step touches nothing that can be returned to
     */
    Optional<RestorePoint> capture(String step, Map<String, String> parameters);
}
