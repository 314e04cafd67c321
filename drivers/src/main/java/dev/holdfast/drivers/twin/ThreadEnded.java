package dev.holdfast.drivers.twin;

/** Unwinds a simulated thread that is ended from outside. An error, so that nothing that handles failures stops it. */
public final class ThreadEnded extends Error {
    private static final long serialVersionUID = 1L;

    ThreadEnded(String thread) {
        super("simulated thread '%s' was ended".formatted(thread), null, false, false);
    }
}
