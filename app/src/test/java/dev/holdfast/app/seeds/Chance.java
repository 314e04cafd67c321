package dev.holdfast.app.seeds;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Draws; the same seed and use always draw the same. */
final class Chance {
    private final Random random;

    /**
     * Something to draw from.
     *
     * @param use keeps what is drawn for one purpose from changing what is drawn for another
     */
    Chance(long seed, String use) {
        this.random = new Random(seed * 31 + use.hashCode());
    }

    /** True in so many of a hundred cases. */
    boolean percent(int cases) {
        return random.nextInt(100) < cases;
    }

    /** From 0 to the bound, without it. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    Duration between(Duration shortest, Duration longest) {
        return shortest.plusMillis(random.nextLong(longest.minus(shortest).toMillis() + 1));
    }
}
