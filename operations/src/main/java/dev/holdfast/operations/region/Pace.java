package dev.holdfast.operations.region;

/**
 * How fast clients are led elsewhere, paced by what becomes of it. Pure.
 *
 * <pre>
 * healthy    the next step, twice as large as the last one up to a ceiling; the first one is small
 * strained   stay and look again, a few times; then as hurt
 * hurt       one step back, and half the ceiling from now on; at the smallest ceiling, give up
 * </pre>
 *
 * <p>It always ends: every step forward is at least {@link #SMALLEST}, and every step back halves a ceiling that never grows.
 *
 * @param start percent that were led elsewhere when it began
 * @param moved percent that are led elsewhere now
 * @param step size of the last step, in percent
 * @param ceiling the largest step from now on, in percent
 * @param looks how often it was strained since the last step
 */
record Pace(int start, int moved, int step, int ceiling, int looks) {
    static final int ALL = 100;
    /** The first step: few enough that nobody is hurt by it, and enough to be seen. */
    static final int FIRST = 5;

    static final int LARGEST = 40;
    static final int SMALLEST = 2;
    /** How often a strained region is looked at again before that counts as hurt. */
    static final int PATIENCE = 3;

    /** What becomes of a step. */
    enum Feedback {
        /** Every region does its work as before. */
        HEALTHY,
        /** A region is near its limits, or not enough could be seen. */
        STRAINED,
        /** Clients are worse off than before. */
        HURT
    }

    /** What to do next. */
    sealed interface Move {
        /** Lead so many elsewhere, more or fewer than now. */
        record Go(Pace pace) implements Move {}

        /** Stay, and look again. */
        record Stay(Pace pace) implements Move {}

        /** All are led elsewhere. */
        record Arrived() implements Move {}

        /** It got worse at the smallest step: lead everybody back to where they were at the start. */
        record GiveUp() implements Move {}
    }

    /** The first step, from wherever an interrupted attempt may have left it. */
    static Pace firstFrom(int start) {
        return new Pace(start, Math.min(ALL, start + FIRST), FIRST, LARGEST, 0);
    }

    Move next(Feedback feedback) {
        return switch (feedback) {
            case HEALTHY -> forward();
            case STRAINED -> strained();
            case HURT -> back();
        };
    }

    private Move forward() {
        if (moved >= ALL) {
            return new Move.Arrived();
        }
        int size = Math.min(step * 2, ceiling);
        return new Move.Go(new Pace(start, Math.min(ALL, moved + size), size, ceiling, 0));
    }

    private Move strained() {
        return looks < PATIENCE ? new Move.Stay(new Pace(start, moved, halved(step), ceiling, looks + 1)) : back();
    }

    private Move back() {
        int lower = halved(ceiling);
        if (moved <= start || lower == ceiling) {
            return new Move.GiveUp();
        }
        int less = Math.max(start, moved - Math.max(step, SMALLEST));
        return new Move.Go(new Pace(start, less, halved(Math.min(step, lower)), lower, 0));
    }

    private static int halved(int size) {
        return Math.max(SMALLEST, size / 2);
    }
}
