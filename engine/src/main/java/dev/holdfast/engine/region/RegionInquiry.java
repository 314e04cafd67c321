package dev.holdfast.engine.region;

import dev.holdfast.engine.region.RegionLook.Kind;
import dev.holdfast.engine.spi.Reachability;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.region.ComponentHealth;
import dev.holdfast.model.region.ComponentHealth.Status;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Something that can be asked about one or more components at once.
 *
 * @param subjects the components, for when there is no answer
 * @param question returns the looks; may throw a {@link HoldfastException} for what is down
 */
record RegionInquiry(List<Subject> subjects, Function<Duration, List<RegionLook>> question) {

    RegionInquiry {
        subjects = List.copyOf(subjects);
    }

    /** A component as it is seen from a place. */
    record Subject(Kind kind, String region, String component, String place) {

        RegionLook seen(Status status, String detail, Duration took) {
            return new RegionLook(kind, new ComponentHealth(region, component, place, status, detail, took));
        }

        RegionLook seen(Reachability.Seen seen) {
            return seen(seen.status(), seen.detail(), seen.took());
        }
    }

    /** One that tells about one component. */
    static RegionInquiry of(Subject subject, Function<Duration, RegionLook> question) {
        return new RegionInquiry(List.of(subject), limit -> List.of(question.apply(limit)));
    }

    /** Asks. What is down, and what Holdfast could not ask, is in the looks. */
    List<RegionLook> look(Duration limit) {
        long began = Tempo.current().nanoTime();
        try {
            return question.apply(limit);
        } catch (HoldfastException failure) {
            Duration took = Duration.ofNanos(Tempo.current().nanoTime() - began);
            Status status = saysNothingOfTheComponent(failure.code()) ? Status.UNKNOWN : Status.UNREACHABLE;
            return subjects.stream()
                    .map(subject -> subject.seen(status, failure.attempted(), took))
                    .toList();
        }
    }

    /** A driver that is missing, or a look that was broken off, is no sign of a component. */
    private static boolean saysNothingOfTheComponent(ErrorCode code) {
        return code == ErrorCode.COMPONENT_UNKNOWN
                || code == ErrorCode.INTERRUPTED
                || code == ErrorCode.INTERNAL_ERROR
                || code == ErrorCode.NOT_YET_AVAILABLE
                || code == ErrorCode.PARAMETER_INVALID;
    }

    List<RegionLook> unknown(String reason) {
        return subjects.stream()
                .map(subject -> subject.seen(Status.UNKNOWN, reason, Duration.ZERO))
                .toList();
    }
}
