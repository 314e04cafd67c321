package dev.holdfast.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold of every journal of a run that is over, however it came about. */
public final class JournalSweep {
    private JournalSweep() {}

    public static void check(List<Recorded> events) {
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).index()).as("indexes are dense").isEqualTo(i + 1L);
        }
        assertThat(count(events, Event.RunStarted.class)).as("starts").isEqualTo(1);
        assertThat(events.getFirst().event()).isInstanceOf(Event.RunStarted.class);
        assertThat(count(events, Event.RunFinished.class)).as("terminal events").isEqualTo(1);
        assertThat(events.getLast().event()).isInstanceOf(Event.RunFinished.class);
        checkSteps(events);
    }

    private static int count(List<Recorded> events, Class<? extends Event> kind) {
        return Math.toIntExact(events.stream()
                .filter(recorded -> kind.isInstance(recorded.event()))
                .count());
    }

    private static void checkSteps(List<Recorded> events) {
        List<String> proved = new ArrayList<>();
        Map<String, Integer> attempts = new HashMap<>();
        Map<String, Integer> open = new HashMap<>();
        for (Recorded recorded : events) {
            switch (recorded.event()) {
                case Event.StepStarted started -> {
                    assertThat(started.attempt())
                            .as("attempts of %s grow", started.step())
                            .isGreaterThan(attempts.getOrDefault(started.step(), 0));
                    attempts.put(started.step(), started.attempt());
                    open.put(started.step(), started.attempt());
                }
                case Event.StepProved done -> {
                    proved.add(done.step());
                    open.remove(done.step());
                }
                case Event.StepFailed failed -> open.remove(failed.step());
                case Event.StepRefused refused -> open.remove(refused.step());
                default -> {
                    // Neither opens nor closes a step.
                }
            }
        }
        assertThat(open).as("steps that were begun and never settled").isEmpty();
        assertThat(proved).as("steps are proved once").doesNotHaveDuplicates();
    }
}
