package dev.holdfast.drivers.openssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.identity.Identity;
import dev.holdfast.engine.identity.OrderRules;
import dev.holdfast.engine.identity.SignedOrder;
import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.order.OrderBook;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Operator;
import dev.holdfast.model.operator.Operators;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With OpenSSH's own tool and real keys. */
class OpensshSignaturesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00.123456789Z");
    private static final String TEXT = "holdfast order\nrun: 1\ncomment: grüße \\ 'x'\n";
    private static final Actor BOB = new Actor(Actor.Kind.PROVEN, "bob", "pts/1");
    private static final RunId RUN = new RunId("20261123-025900-0001");

    private final OpensshSignatures signatures = new OpensshSignatures();

    @TempDir
    Path directory = Path.of("");

    private TestKeys keys = new TestKeys(directory);

    @BeforeEach
    void prepare() {
        keys = new TestKeys(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void whatAKeySignedIsVerifiedWithItsPublicHalf(String type) throws IOException {
        Path key = keys.make("bob", type, "");
        Operator bob = TestKeys.operator("bob", Role.APPROVER, key);
        String signature = signatures.sign(TEXT, key);

        assertThat(signatures.verify(TEXT, bob, signature)).isTrue();
        assertThat(signatures.verify(TEXT + "\n", bob, signature)).isFalse();
        assertThat(signatures.verify(TEXT.replace("run: 1", "run: 2"), bob, signature))
                .isFalse();
    }

    @Test
    void anyOfThePersonsKeysWillDoAndNobodyElses() throws IOException {
        Path laptop = keys.make("laptop");
        Path desk = keys.make("desk");
        Path mallory = keys.make("mallory");
        Operator bob = TestKeys.operator("bob", Role.APPROVER, laptop, desk);

        assertThat(signatures.verify(TEXT, bob, signatures.sign(TEXT, desk))).isTrue();
        assertThat(signatures.verify(TEXT, bob, signatures.sign(TEXT, mallory))).isFalse();
        assertThat(signatures.verify(
                        TEXT, TestKeys.operator("bob", Role.APPROVER, laptop), signatures.sign(TEXT, desk)))
                .as("the key was taken off the list")
                .isFalse();
    }

    @Test
    void aSignatureForSomethingElseThanHoldfastDoesNotCount() throws IOException {
        Path key = keys.make("bob");
        Operator bob = TestKeys.operator("bob", Role.APPROVER, key);
        Keygen.Result forGit =
                Keygen.run(List.of("-Y", "sign", "-n", "git", "-f", key.toString()), TEXT, Duration.ofSeconds(20));

        assertThat(forGit.exitCode()).isZero();
        assertThat(signatures.verify(TEXT, bob, forGit.output())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"})
    void whatIsNoSignatureIsNone(String text) throws IOException {
        Operator bob = TestKeys.operator("bob", Role.APPROVER, keys.make("bob"));

        assertThat(signatures.verify(TEXT, bob, text)).isFalse();
    }

    @Test
    void aKeyThatIsNotThereSignsNothing() {
        assertThatThrownBy(() -> signatures.sign(TEXT, directory.resolve("missing")))
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("can't be read");
    }

    @Test
    void anApprovalThatWasEditedInTheJournalIsRefusedWhenItIsTaken() throws IOException, SQLException {
        Path key = keys.make("bob");
        Operators operators = new Operators(List.of(TestKeys.operator("bob", Role.APPROVER, key)), Role.OPERATOR);
        Path file = directory.resolve("journal.db");
        Order.Approve order = new Order.Approve("promote", "0123456789ab", "go", NOW.plusSeconds(900));
        try (SqliteJournal journal = SqliteJournal.open(file)) {
            String text = SignedOrder.text(RUN, "hash", BOB, NOW, order).toString();
            new OrderBook(journal).place(RUN, NOW, BOB, order, Optional.of(signatures.sign(text, key)));
        }
        assertThat(takenFrom(file, operators)).isEmpty();

        edit(file, "0123456789ab", "ba9876543210");
        assertThat(takenFrom(file, operators))
                .hasValueSatisfying(
                        objection -> assertThat(objection).contains("not one of a key of bob, or not of this text"));
    }

    /** What another process that takes the order says to it. */
    private Optional<String> takenFrom(Path file, Operators operators) {
        try (SqliteJournal journal = SqliteJournal.open(file)) {
            OrderBook book = new OrderBook(journal);
            OrderRules rules = new OrderRules(new Identity(() -> operators, signatures), book, () -> NOW);
            Event.RunStarted begin = new Event.RunStarted(
                    "story", "source", "hash", Mode.AUTO, "test", Map.of(), Actor.automatic("watch"));
            PlacedOrder placed = book.after(RUN, 0).getFirst();
            return rules.objection(RUN, begin, Optional.of(ApprovalRule.ONE), placed);
        }
    }

    private static void edit(Path file, String from, String to) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement update = database.prepareStatement(
                        "UPDATE event SET body = replace(body, ?, ?) WHERE run LIKE 'orders:%'")) {
            update.setString(1, from);
            update.setString(2, to);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
