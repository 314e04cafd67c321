package dev.holdfast.engine.run;

import dev.holdfast.engine.history.Durations;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells people, once for an attempt, that a step takes longer than three out of four that went before. */
final class SlowSteps {
    private static final int NEWEST = 100;
    /** Of fewer, three out of four would say nothing. */
    private static final int ENOUGH = 4;

    private static final int USUAL = 75;

    private final StepHistory history;
    private final Map<String, Attempt> underWay = new HashMap<>();

    SlowSteps(StepHistory history) {
        this.history = history;
    }

    private static final class Attempt {
        private final long began = Tempo.current().nanoTime();
        private final String operation;
        private Optional<List<Duration>> before = Optional.empty();
        private boolean told;

        Attempt(String operation) {
            this.operation = operation;
        }

        private Duration lasted() {
            return Duration.ofNanos(Tempo.current().nanoTime() - began);
        }
    }

    void began(Step step) {
        underWay.put(step.id(), new Attempt(step.operation()));
    }

    void ended(String step) {
        underWay.remove(step);
    }

    /** What is to be told now. The history is only read for steps that outlast a look: quick ones must not wait for it. */
    List<Event> look() {
        return underWay.entrySet().stream()
                .flatMap(entry -> look(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private Optional<Event> look(String step, Attempt attempt) {
        if (attempt.told) {
            return Optional.empty();
        }
        List<Duration> before = attempt.before.orElseGet(() -> history.durations(attempt.operation, NEWEST));
        attempt.before = Optional.of(before);
        Optional<Duration> usual = Durations.percentile(before, USUAL)
                .filter(_ -> before.size() >= ENOUGH)
                .filter(duration -> attempt.lasted().compareTo(duration) > 0);
        attempt.told = usual.isPresent();
        return usual.map(duration -> new Event.StepSlow(step, duration, before.size()));
    }
}
