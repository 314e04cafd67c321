package dev.holdfast.engine.control;

import static dev.holdfast.engine.testkit.Crew.ALICE;
import static dev.holdfast.engine.testkit.Crew.BOB;
import static dev.holdfast.engine.testkit.Crew.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.control.Control.Scope;
import dev.holdfast.engine.order.StandingPermission.Grant;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.engine.testkit.Crew;
import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.engine.testkit.Topologies;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The objective of the database is to lose a minute at most. */
class PermissionsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final RunId RUN = RunId.of(NOW, 1);
    private static final Set<Guard> GUARDS = Set.of(Guard.LOSS_WITHIN_RPO, Guard.NOT_FLAPPING);
    private static final Control.StandingOrderProposed PROPOSAL = new Control.StandingOrderProposed(
            new Scope("database-failure", "hash", List.of("promote")), GUARDS, NOW.plusSeconds(7200), "nights");
    private static final Control.BreakGlassOpened BREAK_GLASS =
            new Control.BreakGlassOpened("nobody answers", NOW.plusSeconds(900));

    private final Crew crew = new Crew();
    private final MemoryJournal journal = new MemoryJournal();
    private final ControlBook book = new ControlBook(journal, "test", crew.identity());
    private final Permissions permissions = permissions(journal);
    private Instant now = NOW.plusSeconds(2);

    @Test
    void whereNothingWasSaidNothingIsCovered() {
        assertThat(covering("30s")).isEmpty();
    }

    @Test
    void aStandingOrderInForceCoversWhileItsGuardsHold() {
        giveStandingOrder();

        assertThat(covering("30s"))
                .contains(new Grant(
                        "so-1",
                        "standing order of bob and alice: loss 30s, RPO 1m; "
                                + "no other run of database-failure changed anything within an hour"));
        assertThat(covering("61s")).isEmpty();
        assertThat(covering("unknown")).isEmpty();
        assertThat(permissions
                        .answer(run("database-failure", "hash"), Runbooks.on("promote"), plan("61s"))
                        .objections())
                .containsExactly("so-1 does not count: loss 61s, RPO 1m");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            database-failure, hash,    promote, true
            region-failure,   hash,    promote, false
            database-failure, changed, promote, false
            database-failure, hash,    fence,   false
            """)
    void aStandingOrderIsAboutOneRunbookAsItWas(String runbook, String hash, String step, boolean covered) {
        giveStandingOrder();

        assertThat(permissions
                        .covering(run(runbook, hash), Runbooks.on(step), plan("0s"))
                        .isPresent())
                .isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            database-failure, true,  PT59M, false
            database-failure, true,  PT61M, true
            database-failure, false, PT1M,  true
            region-failure,   true,  PT1M,  true
            """)
    void aRunThatChangedSomethingLatelyBlocksIt(String runbook, boolean performed, Duration ago, boolean covered) {
        giveStandingOrder();
        recordRun(runbook, performed, now.minus(ago));

        assertThat(covering("0s").isPresent()).isEqualTo(covered);
    }

    @Test
    void otherRunsAreReadOnlyWhenTheyDecide() {
        Permissions blind = permissions(new UnreadableJournal());
        RunState run = run("database-failure", "hash");

        assertThat(blind.covering(run, Runbooks.on("promote"), plan("0s"))).isEmpty();
        giveStandingOrder();
        assertThat(blind.covering(run, Runbooks.on("promote"), plan("61s"))).isEmpty();
        say(CAROL, NOW, BREAK_GLASS);
        assertThat(blind.covering(run, Runbooks.on("promote"), plan("61s"))).isPresent();
    }

    @Test
    void oneOfTwoPeopleIsNotEnough() {
        say(BOB, NOW, PROPOSAL);

        assertThat(covering("0s")).isEmpty();
    }

    @Test
    void aStandingOrderThatWasRevokedCoversNothing() {
        giveStandingOrder();
        say(CAROL, NOW, new Control.StandingOrderRevoked("so-1", "not needed"));

        assertThat(covering("0s")).isEmpty();
    }

    @Test
    void aStandingOrderEndsAtItsTime() {
        giveStandingOrder();

        now = PROPOSAL.expires().minusNanos(1);
        assertThat(covering("0s")).isPresent();
        now = PROPOSAL.expires();
        assertThat(covering("0s")).isEmpty();
    }

    @Test
    void aStandingOrderThatNobodySignedCoversNothing() {
        write(BOB, PROPOSAL);
        write(ALICE, confirmation());

        assertThat(book.recorded().standingOrder("so-1").orElseThrow().status(now))
                .isEqualTo(StandingOrder.Status.IN_FORCE);
        assertThat(covering("0s")).isEmpty();
    }

    @Test
    void whileHoldfastIsDisarmedStandingOrdersDoNotCount() {
        giveStandingOrder();
        say(CAROL, NOW, new Control.Disarmed("maintenance"));
        assertThat(covering("0s")).isEmpty();

        say(CAROL, NOW, new Control.Armed("done"));
        assertThat(covering("0s")).isPresent();
    }

    @Test
    void openBreakGlassCoversEveryStepWhateverItLoses() {
        say(CAROL, NOW, BREAK_GLASS);

        assertThat(covering("unknown"))
                .contains(new Grant("bg-1", "break-glass of carol until 2026-11-23T03:15:00Z: nobody answers"));
        assertThat(permissions.covering(run("region-failure", "other"), Runbooks.on("fence"), plan("1d")))
                .isPresent();
    }

    @Test
    void breakGlassEndsAtItsTime() {
        say(CAROL, NOW, BREAK_GLASS);

        now = BREAK_GLASS.until().minusNanos(1);
        assertThat(covering("0s")).isPresent();
        now = BREAK_GLASS.until();
        assertThat(covering("0s")).isEmpty();
    }

    @Test
    void breakGlassThatWasClosedCoversNothing() {
        say(CAROL, NOW, BREAK_GLASS);
        say(BOB, NOW, new Control.BreakGlassClosed("bg-1"));

        assertThat(covering("0s")).isEmpty();
    }

    @Test
    void breakGlassThatNobodySignedCoversNothing() {
        write(CAROL, BREAK_GLASS);

        assertThat(book.recorded().open(now)).isPresent();
        assertThat(covering("0s")).isEmpty();
    }

    private Permissions permissions(Journal runs) {
        return new Permissions(book, runs, Topologies.orders(Duration.ofMinutes(5)), () -> now);
    }

    private Optional<Grant> covering(String loss) {
        return permissions.covering(run("database-failure", "hash"), Runbooks.on("promote"), plan(loss));
    }

    private static Plan plan(String loss) {
        return Plan.harmless("promote", List.of(), Map.of("loss", loss));
    }

    private static RunState run(String runbook, String hash) {
        return RunState.fold(List.of(new Recorded(RUN, 1, NOW, started(runbook, hash))));
    }

    private static Event started(String runbook, String hash) {
        return new Event.RunStarted(runbook, "source", hash, Mode.AUTO, "test", Map.of(), Actor.automatic("watch"));
    }

    /** A run that is over. */
    private void recordRun(String runbook, boolean performed, Instant ended) {
        RunId id = RunId.of(ended.minusSeconds(60), 2);
        journal.append(id, 0, ended.minusSeconds(60), List.of(started(runbook, "hash")));
        if (performed) {
            journal.append(id, 1, ended, List.of(new Event.StepStarted("promote", 1, "promote-replica")));
        }
        long version = journal.read(id).size();
        journal.append(
                id,
                version,
                ended,
                List.of(
                        new Event.StepProved("promote", performed, "done", Map.of()),
                        new Event.RunFinished(RunOutcome.SUCCEEDED, "done")));
    }

    private void giveStandingOrder() {
        say(BOB, NOW, PROPOSAL);
        say(ALICE, NOW.plusSeconds(1), confirmation());
    }

    private Control confirmation() {
        return new Control.StandingOrderConfirmed(
                "so-1", book.recorded().standingOrder("so-1").orElseThrow().fingerprint());
    }

    private void say(Actor by, Instant at, Control control) {
        book.record(at, by, control, Crew.signature(by, book.textToSign(by, at, control)));
    }

    /** As somebody does who can write the journal, but has no key. */
    private void write(Actor by, Control control) {
        long number = journal.read("controls:all", 0).size();
        journal.append("controls:all", number, NOW, List.of(ControlCodec.encode(by, control, Optional.empty())));
    }

    /** A journal that nobody may read. */
    private static final class UnreadableJournal implements Journal {
        @Override
        public AppendResult append(RunId run, long expectedVersion, Instant at, List<Event> events) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public List<Recorded> read(RunId run) {
            throw new AssertionError("no run is read");
        }

        @Override
        public List<RunId> runs(int limit) {
            throw new AssertionError("the runs are not listed");
        }
    }
}
