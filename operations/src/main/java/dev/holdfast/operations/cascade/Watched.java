package dev.holdfast.operations.cascade;

import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Proof;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is made of the looks at all regions, one after the other. */
interface Watched {

    /** Takes one look at every region, and says what changed. */
    List<String> look(Duration at, List<Reading> readings);

    /** What went wrong, and where; the watch ends with it. */
    Optional<Alarm> alarm();

    /** What could not be seen, so that nothing is proven. */
    Optional<String> doubt();

    /** An alarm. */
    record Alarm(ErrorCode code, Duration at, String region, String sentence) {}

    /** What the watch came to. */
    default Proof result(Duration watched, String last) {
        if (alarm().isPresent()) {
            Alarm alarm = alarm().get();
            return new Proof.Fails(
                    alarm.code(), "after %s: %s".formatted(DurationText.format(alarm.at()), alarm.sentence()));
        }
        return doubt().<Proof>map(Proof.Unknown::new)
                .orElseGet(() -> new Proof.Holds(
                        "%s for %s; at the end: %s".formatted(quiet(), DurationText.format(watched), last),
                        Map.of("watched", DurationText.format(watched))));
    }

    /** What was seen when there was no alarm, such as {@code no failure spread}. */
    String quiet();
}
