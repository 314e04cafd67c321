package dev.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.Journal;
import dev.holdfast.engine.testkit.Death;
import dev.holdfast.engine.testkit.DyingJournal;
import dev.holdfast.engine.testkit.EngineFixture;
import dev.holdfast.engine.testkit.FakeWorld;
import dev.holdfast.engine.testkit.Incarnation;
import dev.holdfast.engine.testkit.JournalSweep;
import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run ends in the same way wherever the process dies, and has each effect once. */
final class CutAtEveryEventTest {
    /** Enough for a life to get a step done before it ends. */
    private static final int EVENTS_OF_A_SHORT_LIFE = 6;

    private static final int MOST_LIVES = 100;

    @TempDir
    private Path locks;

    static List<Story> stories() {
        return Story.all();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void endsAsToldWhenNobodyDies(Story story) {
        MemoryJournal journal = new MemoryJournal();
        FakeWorld world = story.world();
        assertEnd(story, journal, world, live(story, world, journal));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void survivesDeathAfterEveryEvent(Story story) {
        for (int event = 1; event <= events(story); event++) {
            int cut = event;
            dieAndGoOn(story, story.world(), (journal, life) -> DyingJournal.after(journal, life, cut));
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void survivesDeathBeforeEveryEvent(Story story) {
        for (int event = 1; event <= events(story); event++) {
            int cut = event;
            dieAndGoOn(story, story.world(), (journal, life) -> DyingJournal.before(journal, life, cut));
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void survivesDeathRightAfterEveryEffect(Story story) {
        for (String effect : story.history()) {
            FakeWorld world = story.world();
            world.deadly(effect);
            dieAndGoOn(story, world, DyingJournal::never);
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void survivesManyShortLives(Story story) {
        FakeWorld world = story.world();
        MemoryJournal journal = new MemoryJournal();
        for (int lives = 0; lives < MOST_LIVES; lives++) {
            Incarnation life = new Incarnation();
            try {
                RunOutcome outcome =
                        live(story, world, DyingJournal.after(journal, life, EVENTS_OF_A_SHORT_LIFE), life);
                assertEnd(story, journal, world, outcome);
                return;
            } catch (Death | HoldfastException expected) {
                assertThat(life.isOver()).isTrue();
            }
        }
        assertThat(journal.read(journal.runs(1).getFirst()))
                .as("events of a run without end")
                .isEmpty();
    }

    private int events(Story story) {
        MemoryJournal journal = new MemoryJournal();
        live(story, story.world(), journal);
        return journal.read(journal.runs(1).getFirst()).size();
    }

    private void dieAndGoOn(Story story, FakeWorld world, BiFunction<Journal, Incarnation, Journal> cut) {
        MemoryJournal journal = new MemoryJournal();
        Incarnation first = new Incarnation();
        if (isTerminalCut(story, world, cut.apply(journal, first), first, journal)) {
            return;
        }
        assertEnd(story, journal, world, live(story, world, journal));
    }

    /** The process must die; when it died with the last event durable, nothing is left to be done. */
    private boolean isTerminalCut(
            Story story, FakeWorld world, Journal dying, Incarnation life, MemoryJournal journal) {
        // A step beside the one that the process dies in may be the first to notice.
        assertThatThrownBy(() -> live(story, world, dying, life)).isInstanceOfAny(Death.class, HoldfastException.class);
        assertThat(life.isOver()).isTrue();
        List<RunId> runs = journal.runs(1);
        if (runs.isEmpty() || !RunState.fold(journal.read(runs.getFirst())).isOver()) {
            return false;
        }
        assertEnd(
                story,
                journal,
                world,
                RunState.fold(journal.read(runs.getFirst())).outcome().orElseThrow());
        return true;
    }

    private RunOutcome live(Story story, FakeWorld world, Journal journal) {
        return live(story, world, journal, new Incarnation());
    }

    /** What a process does when it comes up: begin the run, or go on with it. */
    private RunOutcome live(Story story, FakeWorld world, Journal journal, Incarnation life) {
        RunEngine engine = new EngineFixture(world, story.runbook(), locks).engine(journal, life);
        List<RunId> runs = journal.runs(1);
        RunId run = runs.isEmpty()
                ? engine.start(story.runbook(), story.parameters(), Request.automatic("test"))
                : runs.getFirst();
        return engine.execute(run, _ -> {});
    }

    private static void assertEnd(Story story, MemoryJournal journal, FakeWorld world, RunOutcome outcome) {
        RunId run = journal.runs(1).getFirst();
        String told = "%s: %s".formatted(story, EngineFixture.names(journal.read(run)));
        assertThat(outcome).as(told).isEqualTo(story.outcome());
        assertThat(world.history()).as(told).containsExactlyInAnyOrderElementsOf(story.history());
        assertThat(journal.runs(2)).hasSize(1);
        JournalSweep.check(journal.read(run));
    }
}
