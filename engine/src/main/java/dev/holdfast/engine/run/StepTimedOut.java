package dev.holdfast.engine.run;

/** The time of an attempt was over before the operation returned. */
final class StepTimedOut extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean stopped;

    /**
     * @param stopped whether the operation ended when it was interrupted; if not, it may still be acting
     */
    StepTimedOut(boolean stopped) {
        super(stopped ? "interrupted" : "does not react to an interrupt");
        this.stopped = stopped;
    }

    boolean stopped() {
        return stopped;
    }
}
