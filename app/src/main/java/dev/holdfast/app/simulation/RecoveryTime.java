package dev.holdfast.app.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long clients would be without service, and how long the whole would take.
 *
 * @param service until when
 * @param untilServed along the critical path to the step after which every region is served
 * @param criticalPath the steps of that path
 * @param whole along the critical path of all steps
 * @param objective the RTO
 */
public record RecoveryTime(
        Service service, Prediction untilServed, List<String> criticalPath, Prediction whole, Duration objective) {

    public RecoveryTime {
        criticalPath = List.copyOf(criticalPath);
    }

    /** Whether the clients are served. */
    public sealed interface Service {
        /** All the time. */
        record Uninterrupted() implements Service {}

        /** Not for a while, and again from this step on. */
        record BackAfter(String step) implements Service {}

        /** Not at the end in these regions. */
        record Missing(List<String> regions) implements Service {
            public Missing {
                regions = List.copyOf(regions);
            }
        }
    }

    /** Whether the objective would be met even when it takes long. */
    public boolean met() {
        return switch (service) {
            case Service.Uninterrupted _ -> true;
            case Service.BackAfter _ -> untilServed.p95().compareTo(objective) <= 0;
            case Service.Missing _ -> false;
        };
    }

    /** The step after which clients are served again. */
    public Optional<String> servedAfter() {
        return service instanceof Service.BackAfter back ? Optional.of(back.step()) : Optional.empty();
    }
}
