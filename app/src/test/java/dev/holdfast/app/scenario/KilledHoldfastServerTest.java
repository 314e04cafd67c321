package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The watch is killed with SIGKILL again and again in the middle of one recovery, and started again each time. */
class KilledHoldfastServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LAST_STEP = "rehearsed verify:";
    private static final int KILLS = 5;

    @RegisterExtension
    static final LabUnderTest LAB = new LabUnderTest(77);

    /** When to kill; asked with the events of the run so far. */
    private interface Cut extends Predicate<List<Recorded>> {}

    @Test
    void aRecoveryThatIsCutAtItsDelicateStepsIsFinished() throws IOException, InterruptedException {
        List<Cut> cuts = List.of(
                whenStarted("fence"),
                whenStarted("promote"),
                whenProved("promote"),
                whenStarted("endpoints"),
                whenStarted("rebuild"));
        assertRecovered(recover("delicate", cuts));
    }

    @Test
    void aRecoveryThatIsCutAtRandomEventsIsFinished() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("KilledHoldfastServerTest seed " + seed);
        Random random = new Random(seed);
        List<Cut> cuts = IntStream.range(0, KILLS)
                .map(_ -> 1 + random.nextInt(6))
                .mapToObj(KilledHoldfastServerTest::afterMore)
                .toList();
        assertRecovered(recover("random", cuts));
    }

    private static Cut whenStarted(String step) {
        return events -> events.stream()
                .anyMatch(recorded -> recorded.event() instanceof Event.StepStarted started
                        && started.step().equals(step));
    }

    private static Cut whenProved(String step) {
        return events -> events.stream()
                .anyMatch(recorded -> recorded.event() instanceof Event.StepProved proved
                        && proved.step().equals(step));
    }

    /** After so many events of the process that goes on, of which the first says that it does. */
    private static Cut afterMore(int events) {
        return recorded -> {
            long sinceResumed = recorded.reversed().stream()
                    .takeWhile(each -> !(each.event() instanceof Event.RunResumed))
                    .count();
            return sinceResumed >= events;
        };
    }

    /**
     * What the recovery left behind.
     *
     * @param timelines how many were begun
     * @param resumptions how often a run was cut that somebody had begun to execute; with nothing but its first event it is simply begun
     */
    private record Recovered(List<RunId> runs, List<Recorded> events, int timelines, int resumptions) {}

    private static Recovered recover(String name, List<Cut> cuts) throws IOException, InterruptedException {
        int timeline = LAB.timeline();
        Path output = LAB.directory(name).resolve("output");
        try (SqliteJournal journal = SqliteJournal.open(LAB.directory("state").resolve("journal.db"))) {
            List<RunId> before = journal.runs(Integer.MAX_VALUE);
            HoldfastProcess holdfast = HoldfastProcess.start(LAB.environment(), output, "watch");
            int resumptions = 0;
            try {
                holdfast.awaitOutput(LAST_STEP);
                LAB.begin("crash primary");
                long cutAt = 0;
                for (Cut cut : cuts) {
                    awaitEvents(journal, before, cutAt, cut, holdfast);
                    holdfast.kill();
                    cutAt = events(journal, before).size();
                    resumptions += cutAt > 1 ? 1 : 0;
                    holdfast = HoldfastProcess.start(LAB.environment(), output, "watch");
                }
                awaitEvents(journal, before, cutAt, KilledHoldfastServerTest::isOver, holdfast);
            } finally {
                holdfast.end();
            }
            List<RunId> runs = new ArrayList<>(journal.runs(Integer.MAX_VALUE));
            runs.removeAll(before);
            return new Recovered(runs, events(journal, before), LAB.timeline() - timeline, resumptions);
        }
    }

    /** The process must have gone on since the last cut, so that each cut meets a run that is under way. */
    private static void awaitEvents(
            SqliteJournal journal, List<RunId> before, long cutAt, Cut wanted, HoldfastProcess holdfast) {
        boolean reached = Poll.until(PATIENCE, () -> {
            List<Recorded> events = events(journal, before);
            return events.size() > cutAt && wanted.test(events);
        });
        assertThat(reached)
                .as("%s%n%s", events(journal, before), holdfast.printed())
                .isTrue();
    }

    private static List<Recorded> events(SqliteJournal journal, List<RunId> before) {
        return journal.runs(1).stream()
                .filter(run -> !before.contains(run))
                .flatMap(run -> journal.read(run).stream())
                .toList();
    }

    private static boolean isOver(List<Recorded> events) {
        return events.getLast().event() instanceof Event.RunFinished;
    }

    private static void assertRecovered(Recovered recovered) {
        List<Recorded> events = recovered.events();
        assertThat(recovered.runs()).as("runs for one failure").hasSize(1);
        assertThat(recovered.timelines()).as("promotions").isEqualTo(1);
        RunState run = RunState.fold(events);
        assertThat(run.outcome()).contains(RunOutcome.SUCCEEDED);
        assertThat(events).extracting(Recorded::index).containsExactlyElementsOf(indexes(events.size()));
        assertThat(all(events, Event.RunResumed.class)).hasSize(recovered.resumptions());
        assertThat(all(events, Event.RunFinished.class)).hasSize(1);
        assertThat(all(events, Event.StepProved.class))
                .extracting(Event.StepProved::step)
                .containsExactlyInAnyOrder(
                        "confirm",
                        "choose",
                        "fence",
                        "promote",
                        "endpoints",
                        "serving",
                        "apps",
                        "consistency",
                        "rebuild",
                        "verify");
        LAB.heal();
        assertThat(LAB.done("verify-recovery")).contains("all 3 servers take part");
    }

    private static List<Long> indexes(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    private static <E extends Event> List<E> all(List<Recorded> events, Class<E> kind) {
        return events.stream()
                .map(Recorded::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
