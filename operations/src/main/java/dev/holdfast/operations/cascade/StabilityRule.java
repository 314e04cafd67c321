package dev.holdfast.operations.cascade;

import dev.holdfast.model.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out whether every region that serves at the beginning goes on serving well. Pure.
 *
 * <p>Those that are lost already are left out. Trouble that does not go away within ten looks is no hiccup.
 */
final class StabilityRule implements Watched {
    private static final int TOLERATED = 10;

    private final Map<String, Course> courses = new LinkedHashMap<>();
    private final Map<String, Integer> missing = new LinkedHashMap<>();
    private final Set<String> lostBefore = new LinkedHashSet<>();
    private Optional<Alarm> alarm = Optional.empty();
    private boolean begun;

    @Override
    public List<String> look(Duration at, List<Reading> readings) {
        if (!begun) {
            readings.stream().filter(Reading::lost).map(Reading::region).forEach(lostBefore::add);
            begun = true;
        }
        List<String> changes = new ArrayList<>();
        readings.stream()
                .filter(reading -> !lostBefore.contains(reading.region()))
                .forEach(reading -> changes.addAll(look(at, reading)));
        return List.copyOf(changes);
    }

    private List<String> look(Duration at, Reading reading) {
        List<String> changes = new ArrayList<>();
        courses.computeIfAbsent(reading.region(), Course::new).look(at, reading).ifPresent(changes::add);
        int looks = missing.getOrDefault(reading.region(), 0);
        missing.put(reading.region(), reading.missing() == 0 ? 0 : looks + 1);
        judge(at, reading).ifPresent(found -> {
            alarm = Optional.of(found);
            changes.add(found.sentence());
        });
        return changes;
    }

    private Optional<Alarm> judge(Duration at, Reading reading) {
        Course course = courses.get(reading.region());
        if (alarm.isPresent() || course == null) {
            return Optional.empty();
        }
        return Stream.of(lost(reading), lastingTrouble(course), lastingAbsence(reading))
                .flatMap(Optional::stream)
                .findFirst()
                .map(sentence -> new Alarm(ErrorCode.UNSTABLE, at, reading.region(), sentence));
    }

    private static Optional<String> lost(Reading reading) {
        return reading.lost() ? Optional.of("%s serves nobody any more".formatted(reading.region())) : Optional.empty();
    }

    private static Optional<String> lastingTrouble(Course course) {
        return course.illLooks() >= TOLERATED
                ? Optional.of("%s stays in trouble: %s".formatted(course.region(), course.symptoms()))
                : Optional.empty();
    }

    private Optional<String> lastingAbsence(Reading reading) {
        return missing.getOrDefault(reading.region(), 0) >= TOLERATED
                ? Optional.of("%d instances of %s stay unready".formatted(reading.missing(), reading.region()))
                : Optional.empty();
    }

    @Override
    public Optional<Alarm> alarm() {
        return alarm;
    }

    @Override
    public Optional<String> doubt() {
        return courses.isEmpty()
                ? Optional.of("no region serves, so there is nothing that could be stable")
                : Blindness.of(courses.values());
    }

    @Override
    public String quiet() {
        return lostBefore.isEmpty()
                ? "every region stayed stable"
                : "every region but %s stayed stable".formatted(lostBefore);
    }
}
