package dev.holdfast.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.region.RegionWatch;
import dev.holdfast.engine.run.Governance;
import dev.holdfast.engine.run.RunEngine;
import dev.holdfast.engine.run.RunLocks;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.testkit.FakeOperation;
import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.engine.testkit.RegionSite;
import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.RegionDetection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegionRecoveryTest {
    private static final RegionDetection QUICK =
            new RegionDetection(Duration.ofMillis(5), Duration.ofMillis(60), Duration.ofMinutes(5));
    private static final Runbook RUNBOOK = runbook(RegionRecovery.TRIGGERS);

    private final RegionSite site = new RegionSite(QUICK, Clock.systemUTC());
    private final MemoryJournal journal = new MemoryJournal();
    private final RegionWatch watch = RegionWatch.start(site);
    private final AtomicReference<Optional<String>> objection = new AtomicReference<>(Optional.empty());
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private Duration coolDown = Duration.ZERO;
    private Optional<Thread> thread = Optional.empty();

    private static Runbook runbook(List<String> triggers) {
        return new Runbook(
                "region-failure",
                "Region failure",
                triggers,
                List.of("region", "from", "to"),
                List.of(),
                "text",
                "hash");
    }

    private final class Teller implements RegionRecovery.Listener {
        @Override
        public void lost(RegionVerdict verdict) {
            told.add("lost " + verdict.region());
        }

        @Override
        public void barred(RegionVerdict verdict, String reason) {
            told.add("barred: " + reason);
        }

        @Override
        public void recorded(Recorded event) {}
    }

    /** An operation that takes as long as the test wants. */
    private record Step(String command, CountDownLatch end) implements Check<FakeOperation.Target> {
        @Override
        public Declaration<FakeOperation.Target> declaration() {
            return new Declaration<>("fake." + command, command, "Waits.", FakeOperation.Target.class, Danger.READS);
        }

        @Override
        public Proof prove(FakeOperation.Target parameters, Execution execution) {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new HoldfastException(ErrorCode.INTERRUPTED, "waiting", e);
            }
            return new Proof.Holds("it is over", Map.of());
        }
    }

    private RegionRecovery recovery(Runbook runbook) {
        return recovery(runbook, new Catalogue(List.of()));
    }

    private RegionRecovery recovery(Runbook runbook, Catalogue catalogue) {
        RunEngine engine = new RunEngine(
                catalogue,
                site,
                journal,
                RunLocks.NONE,
                (_, _) -> Optional.empty(),
                Governance.open(journal),
                _ -> runbook);
        return new RegionRecovery(
                new RegionRecovery.Watched(watch, new LedAway(site), coolDown),
                engine,
                runbook,
                new AutomaticRuns(journal),
                objection::get,
                Turn.FREE);
    }

    private void stand() {
        RegionRecovery recovery = recovery(RUNBOOK);
        thread = Optional.of(Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    RegionRecovery.Recovery done = recovery.recoverNext(new Teller());
                    told.add("run " + done.outcome().join());
                }
            } catch (InterruptedException | HoldfastException ended) {
                // The test is over.
            }
        }));
    }

    @AfterEach
    void leave() {
        thread.ifPresent(Thread::interrupt);
        watch.close();
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(told.poll(30, TimeUnit.SECONDS)).orElse("nothing");
    }

    private RunState onlyRun() {
        List<RunId> runs = journal.runs(10);
        assertThat(runs).hasSize(1);
        return RunState.fold(journal.read(runs.getFirst()));
    }

    @Test
    void aLossStartsTheRunbookAndTellsItWhichRegion() throws InterruptedException {
        stand();
        site.lose(RegionSite.EAST);
        assertThat(next()).isEqualTo("lost us-east-1");
        assertThat(next()).isEqualTo("run SUCCEEDED");
        assertThat(onlyRun().begin().parameters()).isEqualTo(Map.of("region", "us-east-1", "from", "us-east-1"));
        assertThat(onlyRun().begin().reason()).startsWith("region_unreachable: us-east-1: nothing of it answers");
        assertThat(onlyRun().begin().requestedBy().kind()).isEqualTo(Actor.Kind.AUTOMATIC);
    }

    @Test
    void oneLossStartsOneRunUntilTheRegionWasWellAgain() throws InterruptedException {
        stand();
        site.lose(RegionSite.EAST);
        assertThat(List.of(next(), next())).containsExactly("lost us-east-1", "run SUCCEEDED");
        site.comesBack(RegionSite.EAST);
        assertThat(isWell(RegionSite.EAST)).isTrue();
        // Two other regions, so that it is certain that somebody has looked at the first one meanwhile.
        site.lose(RegionSite.EUROPE);
        assertThat(List.of(next(), next())).containsExactly("lost eu-west-1", "run SUCCEEDED");
        site.comesBack(RegionSite.EUROPE);
        site.lose(RegionSite.WEST);
        assertThat(List.of(next(), next())).containsExactly("lost us-west-2", "run SUCCEEDED");
        site.comesBack(RegionSite.WEST);
        site.lose(RegionSite.EAST);
        assertThat(List.of(next(), next())).containsExactly("lost us-east-1", "run SUCCEEDED");
    }

    private boolean isWell(String region) throws InterruptedException {
        for (int i = 0; i < 3000; i++) {
            if (watch.verdicts().stream()
                    .anyMatch(verdict -> verdict.region().equals(region) && verdict instanceof RegionVerdict.Healthy)) {
                return true;
            }
            Thread.sleep(10);
        }
        return false;
    }

    @Test
    void whileARunWaitsForSomethingTheNextLossIsAnswered() throws InterruptedException {
        Runbook waiting = new Runbook(
                "region-failure",
                "Region failure",
                RegionRecovery.TRIGGERS,
                List.of("region", "from", "to"),
                List.of(
                        Runbooks.operation(Runbooks.on("failover"), "region-failover"),
                        Runbooks.operation(Runbooks.on("dns", "failover"), "update-dns-records")),
                "text",
                "hash");
        CountDownLatch back = new CountDownLatch(1);
        Catalogue catalogue = new Catalogue(
                List.of(new Step("region-failover", new CountDownLatch(0)), new Step("update-dns-records", back)));
        RegionRecovery recovery = recovery(waiting, catalogue);
        site.lose(RegionSite.EAST);
        RegionRecovery.Recovery first = recovery.recoverNext(new Teller());
        assertThat(first.outcome()).isNotDone();
        site.comesBack(RegionSite.EAST);
        assertThat(isWell(RegionSite.EAST)).isTrue();
        site.lose(RegionSite.WEST);
        assertThat(recovery.recoverNext(new Teller()).verdict().region()).isEqualTo(RegionSite.WEST);
        back.countDown();
        assertThat(first.outcome().join()).isEqualTo(RunOutcome.SUCCEEDED);
    }

    @Test
    void whileItMayNotActItSaysSoOnceAndActsWhenItMay() throws InterruptedException {
        objection.set(Optional.of("disarmed by alice"));
        stand();
        site.lose(RegionSite.EAST);
        assertThat(next()).isEqualTo("barred: disarmed by alice");
        objection.set(Optional.empty());
        assertThat(next()).isEqualTo("lost us-east-1");
    }

    @Test
    void afterARunAboutAnyRegionItRests() throws InterruptedException {
        coolDown = Duration.ofHours(1);
        RunId before = RunId.of(Instant.now(), 1);
        journal.append(
                before,
                0,
                Instant.now(),
                List.of(
                        new Event.RunStarted(
                                "region-failure",
                                "text",
                                "hash",
                                Mode.AUTO,
                                RegionRecovery.HEALTH_CHECK_FAILED + ": eu-west-1",
                                Map.of("from", "eu-west-1"),
                                Actor.automatic("watch")),
                        new Event.RunFinished(RunOutcome.SUCCEEDED, "")));
        stand();
        site.lose(RegionSite.EAST);
        assertThat(next()).startsWith("barred: not acting before");
        assertThat(journal.runs(10)).hasSize(1);
    }

    @Test
    void aRunbookForSomethingElseIsRefused() {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> recovery(runbook(List.of("database_primary_down"))))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.RUNBOOK_INVALID));
    }
}
