package dev.holdfast.operations.regionaldata;

import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.region.CopyState;
import dev.holdfast.model.topology.Objective;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What the state of a copy means: how much would be missing if its region were lost now. */
record CopyReport(CopyState state, Objective objective, Instant now) {
    private static final long[] STEPS = {1, 1_000, 1_000_000, 1_000_000_000};
    private static final String[] UNITS = {"B", "kB", "MB", "GB"};

    /**
     * Whether it can be relied on: nothing in it is damaged or was written to, and what the region has written since it was taken is
     * not older than the RPO allows.
     */
    boolean isReliable() {
        return state.copiedAt().isPresent()
                && state.altered().none()
                && (state.behind().none() || age().compareTo(objective.rpo()) <= 0);
    }

    private Duration age() {
        Duration age = state.copiedAt().map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
        return age.isNegative() ? Duration.ZERO : age.truncatedTo(ChronoUnit.SECONDS);
    }

    /** What would be destroyed if the copy were replaced; empty when it holds nothing of its own. */
    Optional<String> ownWrites() {
        return state.altered().none()
                ? Optional.empty()
                : Optional.of("%s differs from what was copied %s ago, so it was damaged or written to: %s"
                        .formatted(name(), DurationText.format(age()), state.altered()));
    }

    /** One sentence. */
    String text() {
        if (state.copiedAt().isEmpty()) {
            return "%s: there is no copy; %d items, %s".formatted(name(), state.items(), missing());
        }
        if (state.same()) {
            return "%s: the same, %d items, taken %s ago".formatted(name(), state.items(), DurationText.format(age()));
        }
        return "%s: taken %s ago, %s the RPO of %s; %d items, %s would have to be copied%s%s"
                .formatted(
                        name(),
                        DurationText.format(age()),
                        age().compareTo(objective.rpo()) <= 0 ? "within" : "over",
                        DurationText.format(objective.rpo()),
                        state.items(),
                        missing(),
                        part("; changed at the source since", state.behind()),
                        part("; damaged or written to in the copy", state.altered()));
    }

    private static String part(String what, CopyState.Differences differences) {
        return differences.none() ? "" : "%s: %s".formatted(what, differences);
    }

    private String missing() {
        int unit = 0;
        while (unit + 1 < STEPS.length && state.bytesMissing() >= STEPS[unit + 1]) {
            unit++;
        }
        return "about %d %s".formatted(state.bytesMissing() / STEPS[unit], UNITS[unit]);
    }

    private String name() {
        return "%s of %s in %s".formatted(state.data(), state.source(), state.target());
    }
}
