package dev.holdfast.operations.cascade;

import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out whether the failure of one region spreads to another. Pure.
 *
 * <p>One region in trouble is a failure; a second one that gets into trouble while the first one is, or shortly after, is a cascade.
 * It is one, too, when several are in trouble from the beginning.
 */
final class SpreadRule implements Watched {
    /** Clients that fled from a region that healed may still bring down the next one. */
    private static final Duration MEMORY = Duration.ofMinutes(5);

    private final Map<String, Course> courses = new LinkedHashMap<>();
    private Optional<Alarm> alarm = Optional.empty();

    @Override
    public List<String> look(Duration at, List<Reading> readings) {
        List<String> changes = new ArrayList<>();
        for (Reading reading : readings) {
            courses.computeIfAbsent(reading.region(), Course::new)
                    .look(at, reading)
                    .ifPresent(changes::add);
        }
        if (alarm.isEmpty()) {
            alarm = spread(at);
            alarm.ifPresent(found -> changes.add(found.sentence()));
        }
        return List.copyOf(changes);
    }

    private Optional<Alarm> spread(Duration at) {
        List<Course> hit = courses.values().stream()
                .filter(course -> course.wasTroubled(at, MEMORY))
                .sorted(Comparator.comparing(course -> course.troubledSince().orElse(Duration.ZERO)))
                .toList();
        if (hit.size() < 2) {
            return Optional.empty();
        }
        Optional<Course> next = hit.reversed().stream()
                .filter(course -> course.troubledSince().isPresent())
                .findFirst();
        Optional<Course> first = hit.stream()
                .filter(course -> next.filter(course::equals).isEmpty())
                .findFirst();
        return next.flatMap(last -> first.map(before -> alarm(at, before, last)));
    }

    private static Alarm alarm(Duration at, Course first, Course next) {
        String began = next.troubledSince().map(DurationText::format).orElse("then");
        return new Alarm(
                ErrorCode.CASCADE,
                at,
                next.region(),
                "the failure of %s (%s) spreads to %s, which is in trouble since %s: %s"
                        .formatted(first.region(), first.symptoms(), next.region(), began, next.symptoms()));
    }

    @Override
    public Optional<Alarm> alarm() {
        return alarm;
    }

    @Override
    public Optional<String> doubt() {
        return Blindness.of(courses.values());
    }

    @Override
    public String quiet() {
        List<String> troubled = courses.values().stream()
                .filter(course -> course.troubledSince().isPresent())
                .map(Course::region)
                .toList();
        return troubled.isEmpty() ? "no failure spread" : "the failure of %s did not spread".formatted(troubled);
    }
}
