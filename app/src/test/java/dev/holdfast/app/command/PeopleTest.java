package dev.holdfast.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.command.Shell.Result;
import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.order.OrderBook;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Approvals and controls as they are typed, with real keys and a real journal. */
class PeopleTest {
    private static final RunId RUN = new RunId("20261123-025900-0001");
    private static final String PLAN = "0123456789ab";
    private static final String RUNBOOK = """
            name: Demolition
            parameters: [house]
            steps:
              - wreck: { operation: demolish-house, timeout: 10s }
            """;

    @TempDir
    Path directory = Path.of("");

    private Shell shell = new Shell(directory, new Catalogue(List.of()));

    @BeforeEach
    void openShell() throws IOException, InterruptedException {
        shell = new Shell(directory, new Catalogue(List.of(new Demolition())));
        shell.write("topology.yaml", Shell.topology());
        shell.write("runbooks/wreck.yaml", RUNBOOK);
        StringBuilder operators = new StringBuilder("operators:\n");
        for (String person : List.of("alice admin", "bob approver", "carol operator", "vera viewer")) {
            String[] words = person.split(" ", 2);
            operators.append("  %s: { role: %s, keys: [\"%s\"] }\n".formatted(words[0], words[1], key(words[0])));
        }
        shell.write("operators.yaml", operators.toString());
    }

    @Test
    void aPersonIsWhomTheirKeySays() {
        assertThat(as("alice", "operator", "whoami").out()).startsWith("alice, admin, from ");
        assertThat(shell.run("operator", "whoami").out()).contains("(not proven), operator");

        Result forged = shell.run("operator", "whoami", "--as", "alice", "--key", "bob");
        assertThat(forged.err()).contains("HF-6001", "not one of a key of alice");
        assertThat(forged.exitCode()).isEqualTo(3);

        assertThat(shell.run("operator", "whoami", "--as", "alice").err()).contains("HF-6001", "names no key");
        assertThat(shell.run("operator", "whoami", "--as", "mallory", "--key", "bob")
                        .err())
                .contains("there is no operator 'mallory'; there is alice, bob, carol, vera");
    }

    @Test
    void problemsOfTheFileAreShownWithTheirPlace() throws IOException {
        shell.write("operators.yaml", "operators: { eve: { role: god, keys: [x] } }");

        Result result = shell.run("operator", "list");

        assertThat(result.err()).contains("HF-6007", "operators.yaml:1:27: ", "operators.yaml:1:39: ");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void anApprovalNamesThePlanThatWasShown() {
        hold(Actor.automatic("watch"), ApprovalRule.ONE);

        Result blind = as("bob", "approve", "latest", "wreck", "--comment", "go");
        assertThat(blind.err()).contains("HF-6005", "waits with plan " + PLAN, "--plan " + PLAN);
        Result stale = as("bob", "approve", "latest", "wreck", "--comment", "go", "--plan", "ba9876543210");
        assertThat(stale.err()).contains("HF-6005", "waits with plan " + PLAN + ", not with ba9876543210");
        assertThat(orders()).isEmpty();

        Result right = as("bob", "approve", "latest", "wreck", "--comment", "go", "--plan", PLAN);
        assertThat(right.exitCode()).as(right.err()).isZero();
        assertThat(right.out())
                .contains("Pulls shed down", "- blow up shed", "shed is gone for good", "holdfast run resume " + RUN);
        assertThat(orders()).singleElement().satisfies(placed -> {
            assertThat(placed.by().name()).isEqualTo("bob");
            assertThat(placed.order()).isInstanceOf(Order.Approve.class);
            assertThat(placed.signature()).isPresent();
        });
    }

    @Test
    void somebodyAtATerminalIsShownThePlanAndAsked() {
        hold(Actor.automatic("watch"), ApprovalRule.ONE);
        String[] line = {"reject", "latest", "wreck", "--comment", "no", "--as", "bob", "--key", "bob"};

        Result no = shell.runAnswering("n\n", line);
        assertThat(no.out()).contains("Reject this plan, as bob? [y/N]");
        assertThat(no.exitCode()).isEqualTo(3);
        assertThat(orders()).isEmpty();

        assertThat(shell.runAnswering("y\n", line).exitCode()).isZero();
        assertThat(orders()).hasSize(1);
    }

    @Test
    void itIsToldWhoElseMustApprove() {
        hold(Actor.automatic("watch"), new ApprovalRule(2, Role.APPROVER));

        assertThat(as("bob", "approve", "latest", "wreck", "--comment", "go", "--plan", PLAN)
                        .out())
                .contains("still wanted: 1 more with the role approver: alice");
        assertThat(as("alice", "approve", "latest", "wreck", "--comment", "go", "--plan", PLAN)
                        .out())
                .doesNotContain("still wanted");
    }

    @Test
    void whoeverMayNotApprovesNothing() {
        hold(new Actor(Actor.Kind.PROVEN, "bob", ""), ApprovalRule.ONE);
        String[] approve = {"approve", RUN.value(), "wreck", "--comment", "go", "--plan", PLAN};

        assertThat(as("bob", approve).err()).contains("HF-6002", "nobody approves their own request");
        assertThat(as("carol", approve).err()).contains("HF-6002", "carol is operator");
        assertThat(shell.run(approve).err()).contains("HF-6001", "the role approver: alice, bob");
        assertThat(orders()).isEmpty();
    }

    @Test
    void aStepThatDoesNotWaitIsNotApproved() {
        hold(Actor.automatic("watch"), ApprovalRule.ONE);
        record(new Event.StepProved("wreck", true, "gone", Map.of()));

        assertThat(as("bob", "approve", "latest", "wreck", "--comment", "go", "--plan", PLAN)
                        .err())
                .contains("HF-6005", "it is proved");
        assertThat(as("bob", "approve", "latest", "wreckk", "--comment", "go", "--plan", PLAN)
                        .err())
                .contains("did you mean 'wreck'");
    }

    @Test
    void disarmedIsShownByEveryCommandUntilSomebodyArms() {
        hold(Actor.automatic("watch"), ApprovalRule.ONE);
        Result disarmed = as("carol", "disarm", "--reason", "migration");
        assertThat(disarmed.out()).contains("DISARMED", "paused: run " + RUN);
        assertThat(orders())
                .singleElement()
                .satisfies(placed -> assertThat(placed.order()).isEqualTo(new Order.Pause("disarmed: migration")));

        assertThat(shell.run("run", "list").err()).contains("DISARMED: ", "by order of carol", "migration");
        assertThat(shell.run("run", "list", "-o", "json").out()).doesNotContain("DISARMED");
        assertThat(shell.run("status").out()).contains("DISARMED by carol");
        assertThat(as("vera", "arm").err()).contains("HF-6002");

        assertThat(as("bob", "arm").exitCode()).isZero();
        assertThat(shell.run("run", "list").err()).isEmpty();
        assertThat(shell.run("status").out()).contains("armed").doesNotContain("DISARMED");
    }

    @Test
    void aStandingOrderTakesTwoPeople() {
        String[] propose = {
            "standing-order",
            "propose",
            "--runbook",
            "wreck",
            "--step",
            "wreck",
            "--expires",
            "30d",
            "--guard",
            "not-flapping",
            "--reason",
            "nights"
        };
        assertThat(as("carol", propose).err()).contains("HF-6002");
        assertThat(as("bob", propose).out()).contains("proposed so-1");
        assertThat(as("bob", "standing-order", "confirm", "so-1").err()).contains("HF-6002", "a second person");
        assertThat(as("alice", "standing-order", "confirm", "so-1").exitCode()).isZero();
        assertThat(as("alice", "standing-order", "confirm", "so-1").err()).contains("HF-6005", "it is in force");

        assertThat(shell.run("standing-order", "list").out()).contains("so-1", "in force", "bob and alice", "nights");
        assertThat(shell.run("status").out()).contains("so-1", "not-flapping");
        assertThat(as("carol", "standing-order", "revoke", "so-1", "--reason", "done")
                        .exitCode())
                .isZero();
        assertThat(shell.run("standing-order", "list").out()).contains("there is no standing order");
        assertThat(as("bob", "standing-order", "confirm", "so-9").err()).contains("HF-6008");
    }

    @Test
    void aProposalThatMakesNoSenseIsRefused() {
        String[] propose = {"standing-order", "propose", "--runbook", "wreck", "--reason", "x"};

        assertThat(as("bob", with(propose, "--expires", "91d", "--guard", "not-flapping"))
                        .err())
                .contains("at most 90d");
        assertThat(as("bob", with(propose, "--expires", "9d")).err()).contains("at least one --guard");
        assertThat(as("bob", with(propose, "--expires", "9d", "--guard", "not-flaping"))
                        .err())
                .contains("did you mean 'not-flapping'");
        assertThat(as("bob", with(propose, "--expires", "9d", "--guard", "not-flapping", "--step", "wrec"))
                        .err())
                .contains("did you mean 'wreck'");
    }

    @Test
    void breakGlassIsLoudAndWaitsForSomebodyElsesReview() {
        String[] open = {"break-glass", "open", "--reason", "nobody answers"};
        assertThat(shell.run(open).err()).contains("HF-6001");
        assertThat(as("carol", with(open, "--for", "61m")).err()).contains("60m");
        assertThat(as("carol", open).out()).contains("BREAK-GLASS bg-1");
        assertThat(shell.run("run", "list").err()).contains("BREAK-GLASS bg-1 is open", "by carol: nobody answers");
        assertThat(as("bob", "break-glass", "review", "bg-1", "--comment", "x").err())
                .contains("HF-6005", "is open");

        assertThat(shell.run("break-glass", "close").exitCode()).isZero();
        assertThat(shell.run("status").out()).contains("break-glass bg-1 waits for a review");
        assertThat(as("carol", "break-glass", "review", "bg-1", "--comment", "fine")
                        .err())
                .contains("HF-6002");
        assertThat(as("bob", "break-glass", "review", "bg-1", "--comment", "fine")
                        .exitCode())
                .isZero();
        assertThat(shell.run("status").out()).doesNotContain("bg-1");
    }

    @Test
    void statusNamesTheCommandToTypeAndWhatCannotBeReached() {
        hold(Actor.automatic("watch"), ApprovalRule.ONE);

        Result status = shell.run("status");

        assertThat(status.out())
                .contains(
                        "armed",
                        "unreachable",
                        RUN.value(),
                        "no process executes it: holdfast run resume " + RUN,
                        "for 1 approval, from alice or bob",
                        "holdfast approve %s wreck --plan %s --comment TEXT".formatted(RUN, PLAN));
        assertThat(shell.run("status", "-o", "json").out())
                .contains("\"armed\":true", "\"plan\":\"%s\"".formatted(PLAN), "\"candidates\":[\"alice\",\"bob\"]");
    }

    private Result as(String person, String... words) {
        return shell.run(with(words, "--as", person, "--key", person));
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** A run whose one step waits for an approval, as the engine leaves it. */
    private void hold(Actor requester, ApprovalRule rule) {
        Plan plan = new Plan("Pulls shed down", List.of("blow up shed"), "shed is gone for good", Map.of());
        record(
                new Event.RunStarted(
                        "wreck", RUNBOOK, "hash", Mode.AUTO, "it was time", Map.of("house", "shed"), requester),
                new Event.StepPlanned("wreck", plan),
                new Event.StepHeld(
                        "wreck", PLAN, false, Optional.of(rule), Instant.now().plusSeconds(900)));
    }

    private void record(Event... events) {
        try (SqliteJournal journal = SqliteJournal.open(journalFile())) {
            journal.append(RUN, journal.read(RUN).size(), Instant.now(), List.of(events));
        }
    }

    private List<PlacedOrder> orders() {
        try (SqliteJournal journal = SqliteJournal.open(journalFile())) {
            return new OrderBook(journal).after(RUN, 0);
        }
    }

    private Path journalFile() {
        Path state = directory.resolve(".local/state/holdfast");
        try {
            Files.createDirectories(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return state.resolve("journal.db");
    }

    /** Makes a key in a file of that name, and returns its public half. */
    private String key(String name) throws IOException, InterruptedException {
        Process keygen = new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        directory.resolve(name).toString())
                .start();
        assertThat(keygen.waitFor()).isZero();
        return Files.readString(directory.resolve(name + ".pub")).strip();
    }
}
