package dev.holdfast.model.operation;

import dev.holdfast.model.error.ErrorCode;
import java.util.Map;

/** What an operation found before it changed anything. */
public sealed interface Assessment {

    /** The effect is already there; nothing is to be done. */
    record Satisfied(String evidence, Map<String, String> outputs) implements Assessment {
        public Satisfied {
            outputs = Map.copyOf(outputs);
        }
    }

    /** It can be done, like this. */
    record Actionable(Plan plan) implements Assessment {}

    /** It must not or can't be done now. */
    record Refused(ErrorCode code, String reason, String nextMove) implements Assessment {
        public Refused(ErrorCode code, String reason) {
            this(code, reason, code.nextMove());
        }
    }
}
