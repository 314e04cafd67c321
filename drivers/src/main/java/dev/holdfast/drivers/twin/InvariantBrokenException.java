package dev.holdfast.drivers.twin;

import java.util.List;

/** What must never happen to a database has happened on the twin: two servers could acknowledge writes, or one was lost. */
public final class InvariantBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvariantBrokenException(String effect, List<String> violations) {
        super("after %s: %s".formatted(effect, String.join("; ", violations)));
    }
}
