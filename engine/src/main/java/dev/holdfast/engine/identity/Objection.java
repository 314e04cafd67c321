package dev.holdfast.engine.identity;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;

/** Why somebody may not do something. */
public record Objection(ErrorCode code, String reason) {

    static Objection unproven(String reason) {
        return new Objection(ErrorCode.IDENTITY_UNPROVEN, reason);
    }

    static Objection notPermitted(String reason) {
        return new Objection(ErrorCode.NOT_PERMITTED, reason);
    }

    /** For a command that ends with it. */
    public HoldfastException exception() {
        return new HoldfastException(code, reason);
    }
}
