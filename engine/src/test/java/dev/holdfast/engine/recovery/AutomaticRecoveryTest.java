package dev.holdfast.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.run.Governance;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunLocks;
import dev.holdfast.engine.testkit.DatabaseSite;
import dev.holdfast.engine.testkit.FakeDatabase;
import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.engine.testkit.Topologies;
import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class AutomaticRecoveryTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Topology TOPOLOGY = Topologies.orders(Duration.ofMinutes(5));
    private static final Runbook RUNBOOK = new Runbook(
            "database-failure",
            "",
            List.of(AutomaticRecovery.TRIGGER),
            List.of("node", "database"),
            List.of(),
            "text",
            "hash");

    @TempDir
    private Path locks;

    private final MemoryJournal journal = new MemoryJournal();
    private final FakeDatabase database =
            new FakeDatabase(TOPOLOGY.databases().getFirst(), CLOCK).answers(Topologies.primary(1000, 1));
    private final DatabaseSite site = new DatabaseSite(TOPOLOGY, database, CLOCK);

    /** What the watch told; thrown, so that a test need not wait for what comes after it. */
    private static final class Told extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String what;

        Told(String what) {
            super(what);
            this.what = what;
        }
    }

    private static final class Teller implements AutomaticRecovery.Listener {
        @Override
        public void down(Verdict.Down verdict) {
            throw new Told("down " + verdict.cause());
        }

        @Override
        public void barred(Verdict.Down verdict, String objection) {
            throw new Told(objection);
        }

        @Override
        public void recorded(Recorded event) {}
    }

    private String told() {
        database.everySourceSees(Sign.REFUSED);
        try (StandingWatch watch = new StandingWatch(site, "orders")) {
            watch.takeUp();
            AutomaticRecovery recovery = recovery(watch);
            return catchTold(recovery);
        }
    }

    private static String catchTold(AutomaticRecovery recovery) {
        try {
            return "ran " + recovery.recoverNext(new Teller()).run();
        } catch (Told told) {
            return told.what;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private AutomaticRecovery recovery(StandingWatch watch) {
        return new AutomaticRecovery(watch, engine(), RUNBOOK, new AutomaticRuns(journal), StartPermit.ALWAYS);
    }

    private RunEngine engine() {
        return new RunEngine(
                new Catalogue(List.of()),
                site,
                journal,
                RunLocks.in(locks),
                (_, _) -> Optional.empty(),
                Governance.open(journal),
                _ -> RUNBOOK);
    }

    private RunId automaticRun(Instant began) {
        RunId run = RunId.of(began, 1);
        journal.append(
                run,
                0,
                began,
                List.of(new Event.RunStarted(
                        RUNBOOK.name(),
                        "text",
                        "hash",
                        Mode.AUTO,
                        AutomaticRecovery.TRIGGER + ": silent",
                        Map.of("node", "replica2"),
                        Actor.automatic("watch"))));
        return run;
    }

    private void endedAutomaticRun(Instant at) {
        journal.append(automaticRun(at), 1, at, List.of(new Event.RunFinished(RunOutcome.SUCCEEDED, "")));
    }

    @Test
    void actsOnAPrimaryThatIsDown() {
        assertThat(told()).isEqualTo("down CRASHED");
    }

    @Test
    void startsNothingWhileItCoolsDownAndSaysUntilWhen() {
        Instant ended = CLOCK.instant().minusSeconds(60);
        endedAutomaticRun(ended);

        assertThat(told()).contains("not acting before " + ended.plusSeconds(300));
        assertThat(journal.runs(10)).hasSize(1);
    }

    @Test
    void actsAgainWhenItHasCooledDown() {
        endedAutomaticRun(CLOCK.instant().minusSeconds(301));

        assertThat(told()).isEqualTo("down CRASHED");
    }

    @Test
    void finishesAnUnfinishedRunWhileItCoolsDown() {
        endedAutomaticRun(CLOCK.instant().minusSeconds(10));
        RunId unfinished = automaticRun(CLOCK.instant().minusSeconds(5));
        try (StandingWatch watch = new StandingWatch(site, "orders")) {
            AutomaticRecovery recovery = recovery(watch);
            assertThat(recovery.coolDownUntil()).isPresent();
            recovery.finish(List.of(unfinished), new Teller());
        }
        assertThat(journal.read(unfinished).getLast().event()).isInstanceOf(Event.RunFinished.class);
    }
}
