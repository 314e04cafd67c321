package dev.holdfast.operations.cascade;

import dev.holdfast.engine.yaml.DurationText;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What could not be seen during a watch. Pure. */
final class Blindness {
    private Blindness() {}

    /** In words; empty when every region could be seen but for moments. */
    static Optional<String> of(Collection<Course> courses) {
        List<String> gaps = courses.stream().flatMap(Blindness::gap).toList();
        return gaps.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", gaps));
    }

    private static Stream<String> gap(Course course) {
        if (!course.wasEverSeen()) {
            return Stream.of("what goes through %s could never be seen".formatted(course.region()));
        }
        return course
                .firstBlind()
                .map(at -> "what goes through %s could not be seen from %s on, at least for a while"
                        .formatted(course.region(), DurationText.format(at)))
                .stream();
    }
}
