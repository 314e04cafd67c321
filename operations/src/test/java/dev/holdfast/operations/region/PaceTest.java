package dev.holdfast.operations.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.operations.region.Pace.Feedback;
import dev.holdfast.operations.region.Pace.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pace of leading clients elsewhere")
class PaceTest {
    private static final int MORE_THAN_EVER = 500;

    private record Course(List<Pace> paces, Move end) {
        private List<Integer> moved() {
            return paces.stream().map(Pace::moved).toList();
        }
    }

    private static Course run(int start, IntFunction<Feedback> feedback) {
        Pace pace = Pace.firstFrom(start);
        List<Pace> paces = new ArrayList<>(List.of(pace));
        for (int look = 0; look < MORE_THAN_EVER; look++) {
            switch (pace.next(feedback.apply(look))) {
                case Move.Go go -> pace = go.pace();
                case Move.Stay stay -> pace = stay.pace();
                case Move.Arrived arrived -> {
                    return new Course(paces, arrived);
                }
                case Move.GiveUp givenUp -> {
                    return new Course(paces, givenUp);
                }
            }
            paces.add(pace);
        }
        throw new AssertionError("it does not end: " + paces);
    }

    @Test
    @DisplayName("begins small, and gets faster while all is well")
    void faster() {
        Course course = run(0, _ -> Feedback.HEALTHY);
        assertThat(course.moved()).containsExactly(5, 15, 35, 75, 100);
        assertThat(course.end()).isInstanceOf(Move.Arrived.class);
    }

    @Test
    @DisplayName("goes on where an attempt was cut off, with a small step")
    void again() {
        assertThat(run(60, _ -> Feedback.HEALTHY).moved()).containsExactly(65, 75, 95, 100);
        assertThat(run(98, _ -> Feedback.HEALTHY).moved()).containsExactly(100);
    }

    @Test
    @DisplayName("waits where it is when a region is strained, and goes on slower")
    void strained() {
        Course course = run(0, look -> look == 2 ? Feedback.STRAINED : Feedback.HEALTHY);
        assertThat(course.moved()).containsExactly(5, 15, 35, 35, 55, 95, 100);
    }

    @Test
    @DisplayName("goes one step back when clients are hurt, and never that fast again")
    void hurt() {
        Course course = run(0, look -> look == 3 ? Feedback.HURT : Feedback.HEALTHY);
        assertThat(course.moved()).startsWith(5, 15, 35, 75, 35).endsWith(100);
        for (int i = 5; i < course.paces().size(); i++) {
            int step = course.moved().get(i) - course.moved().get(i - 1);
            assertThat(step).isBetween(1, 20);
        }
    }

    @Test
    @DisplayName("gives up when clients are hurt however slow it is")
    void givesUp() {
        assertThat(run(0, _ -> Feedback.HURT).end()).isInstanceOf(Move.GiveUp.class);
        assertThat(run(0, _ -> Feedback.STRAINED).end()).isInstanceOf(Move.GiveUp.class);
        assertThat(run(40, _ -> Feedback.HURT).moved()).allMatch(moved -> moved >= 40);
    }

    @Test
    @DisplayName("always ends, never leaves 0 to 100, and only goes back when clients are hurt, whatever happens")
    void anything() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            double trouble = random.nextDouble();
            int start = random.nextInt(Pace.ALL);
            List<Feedback> told = new ArrayList<>();
            Course course = run(start, _ -> {
                told.add(feedback(random, trouble));
                return told.getLast();
            });
            check(course, told, start, seed);
        }
    }

    private static Feedback feedback(Random random, double trouble) {
        if (random.nextDouble() >= trouble) {
            return Feedback.HEALTHY;
        }
        return random.nextBoolean() ? Feedback.STRAINED : Feedback.HURT;
    }

    private static void check(Course course, List<Feedback> told, int start, int seed) {
        List<Integer> moved = course.moved();
        assertThat(moved).as("seed %d", seed).allMatch(one -> one >= start && one <= Pace.ALL);
        for (int i = 1; i < moved.size(); i++) {
            int step = moved.get(i) - moved.get(i - 1);
            assertThat(step).as("seed %d", seed).isLessThanOrEqualTo(Pace.LARGEST);
            if (step < 0) {
                assertThat(told.get(i - 1)).as("seed %d", seed).isNotEqualTo(Feedback.HEALTHY);
            }
            if (step > 0) {
                assertThat(told.get(i - 1)).as("seed %d", seed).isEqualTo(Feedback.HEALTHY);
            }
        }
        if (course.end() instanceof Move.Arrived) {
            assertThat(moved.getLast()).as("seed %d", seed).isEqualTo(Pace.ALL);
        }
    }
}
