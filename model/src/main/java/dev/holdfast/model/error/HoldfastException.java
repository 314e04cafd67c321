package dev.holdfast.model.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A failure with a number, what was attempted, and a next move. */
public final class HoldfastException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String nextMove;

    public HoldfastException(ErrorCode code, String attempted) {
        this(code, attempted, code.nextMove(), null);
    }

    public HoldfastException(ErrorCode code, String attempted, @Nullable Throwable cause) {
        this(code, attempted, code.nextMove(), cause);
    }

    public HoldfastException(ErrorCode code, String attempted, String nextMove, @Nullable Throwable cause) {
        super(attempted, cause);
        this.code = code;
        this.nextMove = nextMove;
    }

    public ErrorCode code() {
        return code;
    }

    /** What was attempted, and what was found instead. */
    public String attempted() {
        return Optional.ofNullable(getMessage()).orElse(code.title());
    }

    public String nextMove() {
        return nextMove;
    }
}
