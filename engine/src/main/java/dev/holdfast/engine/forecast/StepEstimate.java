package dev.holdfast.engine.forecast;

/**
 * How long one step would take.
 *
 * @param basis where that is known from
 * @param samples how often it was measured; 0 unless it was
 */
public record StepEstimate(String step, Span span, Basis basis, int samples) {

    /** Where it is known from. */
    public enum Basis {
        /** It was measured in runs on this site. */
        HISTORY,
        /** It was not measured here yet; what is usual elsewhere. */
        DECLARED,
        /** Nobody knows; the step's own time limit. */
        LIMIT
    }
}
