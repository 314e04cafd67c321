package dev.holdfast.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.detection.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class StartGateTest {
    private static final Verdict.Down CRASH = new Verdict.Down(List.of(), Verdict.Cause.CRASHED, "crash");
    private static final Verdict.Down SILENCE = new Verdict.Down(List.of(), Verdict.Cause.SILENT, "silence");
    private static final Verdict ALIVE = new Verdict.Alive(List.of(), "it answers");

    private final List<String> told = new ArrayList<>();
    private final Deque<Optional<String>> objections = new ArrayDeque<>();

    @Test
    void aFailureIsHandedOnWhenNothingObjects() throws InterruptedException {
        assertThat(await(List.of(ALIVE, CRASH))).isEqualTo(CRASH);
        assertThat(told).isEmpty();
    }

    @Test
    void aFailureIsToldOnceHoweverLongNoRunMayBeStarted() throws InterruptedException {
        objections.addAll(List.of(Optional.of("off"), Optional.of("off"), Optional.of("off")));

        assertThat(await(List.of(CRASH))).isEqualTo(CRASH);
        assertThat(told).containsExactly("crash: off");
    }

    @Test
    void anotherFailureIsToldAgain() throws InterruptedException {
        objections.addAll(List.of(Optional.of("off"), Optional.of("off")));

        assertThat(await(List.of(CRASH, ALIVE, SILENCE))).isEqualTo(SILENCE);
        assertThat(told).containsExactly("crash: off", "silence: off");
    }

    private Verdict.Down await(List<Verdict> script) throws InterruptedException {
        StartPermit permit = () -> Optional.ofNullable(objections.poll()).flatMap(objection -> objection);
        return new StartGate(new Script(script), permit)
                .awaitDown((verdict, objection) -> told.add(verdict.reason() + ": " + objection));
    }

    /** Verdicts one after the other; the last one lasts. A change is seen at the next look. */
    private static final class Script implements StartGate.Verdicts {
        private final Deque<Verdict> verdicts;

        Script(List<Verdict> verdicts) {
            this.verdicts = new ArrayDeque<>(verdicts);
        }

        @Override
        public Optional<Verdict> await(Predicate<Verdict> wanted, Duration limit) {
            while (!wanted.test(verdicts.getFirst())) {
                if (verdicts.size() == 1) {
                    return Optional.empty();
                }
                verdicts.removeFirst();
            }
            return Optional.of(verdicts.getFirst());
        }
    }
}
