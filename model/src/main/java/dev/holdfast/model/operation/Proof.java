package dev.holdfast.model.operation;

import dev.holdfast.model.error.ErrorCode;
import java.util.Map;

/** What was observed after an operation. */
public sealed interface Proof {

    /**
     * The effect is there.
     *
     * @param evidence what was observed
     * @param outputs values for later steps, such as {@code replica=replica1}
     */
    record Holds(String evidence, Map<String, String> outputs) implements Proof {
        public Holds {
            outputs = Map.copyOf(outputs);
        }
    }

    /** The effect is not there. */
    record Fails(ErrorCode code, String observed) implements Proof {}

    /** It could not be observed, which is never a success. */
    record Unknown(String reason) implements Proof {}
}
