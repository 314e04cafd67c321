package dev.holdfast.engine.testkit;

/** The process dies here. An error, so that nothing handles it by the way. */
public final class Death extends Error {
    private static final long serialVersionUID = 1L;

    public Death() {
        super("the process died");
    }
}
