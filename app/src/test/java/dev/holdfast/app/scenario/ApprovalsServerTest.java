package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.scenario.LabUnderTest.Result;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.RunHistory.RecordedRun;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.lab.plan.LabNode;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.server.LabOperators;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The primary is lost, and Holdfast does only what people let it do; what it did is read from the servers themselves. */
class ApprovalsServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PLAN = Pattern.compile("--plan ([0-9a-f]+)");
    private static final String FAULT = "crash primary";
    private static final String ROLE = "select pg_is_in_recovery()";
    private static final String STANDBY = "t";
    private static final String PRIMARY = "f";
    private static final String RECOVERY = Path.of("")
            .toAbsolutePath()
            .resolveSibling("scripts/dr/workflows/database-recovery.yaml")
            .toString();

    @RegisterExtension
    static final LabUnderTest LAB = new LabUnderTest(91);

    private String primary = "";
    private int timeline;
    private List<RunId> before = List.of();

    @BeforeEach
    void remember() {
        primary = LAB.lab().primary();
        timeline = LAB.timeline();
        // Without a sighting of the living primary nobody could tell what a failover loses.
        LAB.done("verify-recovery");
        before = runs();
    }

    @AfterEach
    void makeWhole() {
        // Refused when nothing was promoted: then the old primary is the primary still.
        LAB.run("rebuild-database", "--target", primary, "--confirm");
        LAB.heal();
    }

    @Test
    void theWorkflowOfTheDocumentPromotesNothingBeforeAnApprovalOfSomebodyElse() {
        LAB.begin(FAULT);
        Result waits = LAB.run(as("carol", "runbook", "start", RECOVERY));
        assertWaitsAt("promote_replica", waits);
        assertThat(waits.err()).containsPattern("holdfast approve \\S+ promote_replica --plan");
        assertNothingPromoted();

        String digest = plan(waits);
        assertRefused(approve("carol", digest), ErrorCode.NOT_PERMITTED);
        Result approved = approve("bob", digest);
        assertThat(approved.exitCode()).as(approved.err()).isZero();
        assertThat(approved.out()).contains("recorded as order 1").contains("holdfast run resume");
        assertNothingPromoted();

        LAB.done("run", "resume", "latest");
        assertPromotedOnce();
        RunState run = newest().state();
        assertThat(run.outcome()).contains(RunOutcome.SUCCEEDED);
        // The lab has no channels.
        assertThat(run.step("notify").status()).isEqualTo(StepStatus.PROVED);
        LAB.done("verify-app-connectivity");
    }

    @Test
    void anApprovalIsTakenOnceHoweverOftenTheWatchIsKilled() throws IOException, InterruptedException {
        Path output = LAB.directory("approval").resolve("output");
        HoldfastProcess watch = watch(output, "--runbook", RECOVERY);
        try {
            watch.awaitOutput("rehearsed notify:");
            LAB.begin(FAULT);
            await(Event.StepHeld.class::isInstance, watch);
            watch.kill();
            assertNothingPromoted();

            Result approved = approve("bob", all(Event.StepHeld.class).getLast().digest());
            assertThat(approved.exitCode()).as(approved.err()).isZero();
            watch = watch(output, "--runbook", RECOVERY);
            await(ApprovalsServerTest::isPromotion, watch);
            watch.kill();

            watch = watch(output, "--runbook", RECOVERY);
            await(Event.RunFinished.class::isInstance, watch);
        } finally {
            watch.end();
        }
        assertPromotedOnce();
        assertThat(newest().state().outcome()).as("%s", events()).contains(RunOutcome.SUCCEEDED);
        assertThat(all(Event.OrderTaken.class)).hasSize(1);
        assertThat(all(Event.RunResumed.class)).hasSize(2);
    }

    @Test
    void aGuidedRunGoesOnlyAsFarAsItIsLetFromAnyTerminalAndIsTakenBack() {
        LAB.begin(FAULT);
        assertWaitsAt("fence", carol("execute-runbook", "--scenario", "database-failure", "--mode", "guided"));
        assertWaitsAt("promote", carol("run", "proceed", "latest", "fence"));
        assertNothingPromoted();
        assertWaitsAt("endpoints", carol("run", "proceed", "latest", "promote"));
        assertPromotedOnce();
        assertWaitsAt("serving", carol("run", "skip", "latest", "endpoints", "--reason", "a drill"));
        RunState run = newest().state();
        assertThat(run.step("endpoints").status()).isEqualTo(StepStatus.SKIPPED);

        // The role can't return to a server that crashed before it follows the new primary.
        LAB.done(as("carol", "rebuild-database", "--target", primary));
        LAB.done(as("carol", "run", "undo", run.run().value(), "--reason", "a drill", "--confirm"));
        assertThat(LAB.lab().primary()).isEqualTo(primary);
        assertThat(servers(PRIMARY)).containsExactly(primary);
        // The instances find the old primary again when they next ask for a connection.
        assertThat(Poll.until(PATIENCE, () -> LAB.run("verify-app-connectivity").exitCode() == 0))
                .as("clients are served again")
                .isTrue();
    }

    @Test
    void aDisarmedWatchSaysWhatItWouldDoAndDoesItWhenItIsArmed() throws IOException, InterruptedException {
        LAB.done(as("carol", "disarm", "--reason", "a drill"));
        HoldfastProcess watch = watch(LAB.directory("disarmed").resolve("output"));
        try {
            watch.awaitOutput("rehearsed verify:");
            LAB.begin(FAULT);
            watch.awaitOutput("it would execute the runbook database-failure now");
            assertNothingPromoted();
            assertThat(runs()).isEqualTo(before);

            LAB.done(as("carol", "arm"));
            await(Event.RunFinished.class::isInstance, watch);
        } finally {
            watch.end();
        }
        assertPromotedOnce();
        assertThat(runs()).hasSize(before.size() + 1);
        assertThat(LAB.done("verify-recovery")).contains("all 3 servers take part");
    }

    /** A command line of one of the lab's people. */
    private static String[] as(String person, String... words) {
        LabOperators.Person operator = LabOperators.people().stream()
                .filter(known -> known.name().equals(person))
                .findFirst()
                .orElseThrow();
        String key = LabOperators.key(LAB.lab().directory(), operator).toString();
        return Stream.concat(Stream.of(words), Stream.of("--as", person, "--key", key))
                .toArray(String[]::new);
    }

    private static Result carol(String... words) {
        return LAB.run(as("carol", words));
    }

    private static Result approve(String person, String digest) {
        return LAB.run(as(
                person, "approve", "latest", "promote_replica", "--plan", digest, "--comment", "seen on the graphs"));
    }

    private static HoldfastProcess watch(Path output, String... options) throws IOException {
        String[] words = Stream.concat(Stream.of("watch"), Stream.of(options)).toArray(String[]::new);
        return HoldfastProcess.start(LAB.environment(), output, words);
    }

    private static void assertWaitsAt(String step, Result result) {
        assertRefused(result, ErrorCode.RUN_WAITING);
        assertThat(result.err()).contains("step %s waits with plan".formatted(step));
    }

    private static void assertRefused(Result result, ErrorCode code) {
        assertThat(result.err()).as(result.out()).contains(code.id());
        assertThat(result.exitCode()).isEqualTo(3);
    }

    /** The plan that the next move names. */
    private static String plan(Result waits) {
        Matcher matcher = PLAN.matcher(waits.err());
        assertThat(matcher.find()).as(waits.err()).isTrue();
        return matcher.group(1);
    }

    private void assertNothingPromoted() {
        assertThat(servers(PRIMARY)).isEmpty();
        assertThat(servers(STANDBY)).hasSize(2).doesNotContain(primary);
    }

    private void assertPromotedOnce() {
        assertThat(LAB.lab().primary()).isNotEqualTo(primary);
        assertThat(servers(PRIMARY)).containsExactly(LAB.lab().primary());
        assertThat(LAB.timeline()).isEqualTo(timeline + 1);
    }

    /** The servers that answer and say that this is what they are. */
    private static List<String> servers(String recovering) {
        return LAB.lab().plan().nodes().stream()
                .map(LabNode::name)
                .filter(node -> LAB.look(node, ROLE).equals(Optional.of(recovering)))
                .toList();
    }

    private static RecordedRun newest() {
        try (Installation installation = LAB.installation()) {
            return installation.history().find("latest");
        }
    }

    private static List<RunId> runs() {
        try (Installation installation = LAB.installation()) {
            return installation.journal().runs(Integer.MAX_VALUE);
        }
    }

    private static boolean isPromotion(Event event) {
        return event instanceof Event.StepProved proved && proved.step().equals("promote_replica");
    }

    /** What the newest run recorded, when this test started it. */
    private List<Event> events() {
        return newest().events().stream()
                .filter(recorded -> !before.contains(recorded.run()))
                .map(Recorded::event)
                .toList();
    }

    private <E extends Event> List<E> all(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void await(Predicate<Event> wanted, HoldfastProcess watch) {
        boolean recorded = Poll.until(PATIENCE, () -> events().stream().anyMatch(wanted));
        assertThat(recorded).as("%s%n%s", events(), watch.printed()).isTrue();
    }
}
