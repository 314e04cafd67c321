package dev.holdfast.model.order;

import java.time.Instant;

/** What a person tells a run to do. It is placed from any terminal, and taken by whichever process executes the run. */
public sealed interface Order {

    /** An order about one step. */
    sealed interface OfStep extends Order {
        String step();
    }

    /**
     * Guided mode: do what was shown. It confirms what the plan warns of.
     *
     * @param digest of the plan that was shown, see {@code PlanDigest}
     */
    record Proceed(String step, String digest) implements OfStep {}

    /**
     * Permits what was shown.
     *
     * @param digest of the plan that was shown
     * @param expires from then on it counts no more
     */
    record Approve(String step, String digest, String comment, Instant expires) implements OfStep {}

    /** Forbids what was shown; the step counts as refused until it is retried. */
    record Reject(String step, String digest, String comment) implements OfStep {}

    /** Begins a step anew that failed or was refused, with all its retries. */
    record Retry(String step) implements OfStep {}

    /** Goes on as if the step were done. What it would have put out is missing. */
    record Skip(String step, String reason) implements OfStep {}

    /** Starts no other step until further notice. What is under way goes on. */
    record Pause(String reason) implements Order {}

    /** Goes on after a pause. */
    record Continue() implements Order {}

    /**
     * Ends the run when what is under way has ended.
     *
     * @param undo whether what was done is taken back, newest first
     * @param confirmed whether that may take something from service
     */
    record Abort(boolean undo, boolean confirmed, String reason) implements Order {}
}
