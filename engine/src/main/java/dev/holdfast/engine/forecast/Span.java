package dev.holdfast.engine.forecast;

import java.time.Duration;

/**
 * How long something takes.
 *
 * @param expected half of the times it is quicker
 * @param worst of a hundred times five are slower
 */
public record Span(Duration expected, Duration worst) {
    public static final Span NONE = new Span(Duration.ZERO, Duration.ZERO);

    /** One after the other. */
    public Span plus(Span next) {
        return new Span(expected.plus(next.expected), worst.plus(next.worst));
    }

    /** Both at the same time. */
    public Span beside(Span other) {
        return new Span(longer(expected, other.expected), longer(worst, other.worst));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
