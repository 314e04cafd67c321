package dev.holdfast.drivers.twin;

import java.util.List;

/** A simulation can't go on: every thread waits for what won't come, or none of them lets time pass. */
public final class DeadlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadlockException(String why, List<String> threads) {
        super("%s: %s".formatted(why, String.join(", ", threads)));
    }
}
