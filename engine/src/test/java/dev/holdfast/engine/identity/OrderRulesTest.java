package dev.holdfast.engine.identity;

import static dev.holdfast.engine.testkit.Crew.ALICE;
import static dev.holdfast.engine.testkit.Crew.BOB;
import static dev.holdfast.engine.testkit.Crew.CAROL;
import static dev.holdfast.engine.testkit.Crew.ROOT;
import static dev.holdfast.engine.testkit.Crew.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.order.OrderBook;
import dev.holdfast.engine.testkit.Crew;
import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Limits;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OrderRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final RunId RUN = new RunId("20261123-025900-0001");
    private static final Actor WATCH = Actor.automatic("watch");
    private static final Order.Approve APPROVE =
            new Order.Approve("promote", "0123456789ab", "go", NOW.plusSeconds(900));
    private static final Order.Reject REJECT = new Order.Reject("promote", "0123456789ab", "no");
    private static final Order.Pause PAUSE = new Order.Pause("wait");
    private static final Optional<ApprovalRule> ONE = Optional.of(ApprovalRule.ONE);
    private static final Optional<ApprovalRule> ONE_ADMIN = Optional.of(new ApprovalRule(1, Role.ADMIN));

    private final Crew crew = new Crew();
    private final OrderBook book = new OrderBook(new MemoryJournal());
    private final OrderRules rules = new OrderRules(crew.identity(), book, () -> NOW);

    static Stream<Arguments> whoMay() {
        return Stream.of(
                Arguments.of(WATCH, BOB, APPROVE, ONE, ""),
                Arguments.of(CAROL, BOB, APPROVE, ONE, ""),
                Arguments.of(BOB, ALICE, APPROVE, ONE_ADMIN, ""),
                Arguments.of(CAROL, BOB, APPROVE, ONE_ADMIN, "bob is approver; it takes the role admin: alice"),
                Arguments.of(WATCH, CAROL, APPROVE, ONE, "the role approver: alice, bob"),
                Arguments.of(WATCH, CAROL, APPROVE, Optional.of(new ApprovalRule(1, Role.VIEWER)), "approver"),
                Arguments.of(WATCH, VERA, APPROVE, ONE, "vera is viewer"),
                Arguments.of(BOB, BOB, APPROVE, ONE, "nobody approves their own request"),
                Arguments.of(ROOT, BOB, APPROVE, ONE, "which may be bob"),
                Arguments.of(ROOT, ROOT, APPROVE, ONE, "not proven"),
                Arguments.of(WATCH, ROOT, APPROVE, ONE, "not proven"),
                Arguments.of(BOB, BOB, REJECT, ONE, ""),
                Arguments.of(WATCH, CAROL, REJECT, ONE, "carol is operator"),
                Arguments.of(WATCH, ROOT, REJECT, ONE, "not proven"),
                Arguments.of(BOB, CAROL, PAUSE, ONE, ""),
                Arguments.of(BOB, ROOT, PAUSE, ONE, ""),
                Arguments.of(BOB, VERA, PAUSE, ONE, "vera is viewer"),
                Arguments.of(BOB, WATCH, PAUSE, ONE, "watch is no person"));
    }

    @ParameterizedTest
    @MethodSource("whoMay")
    void roleDecides(Actor requester, Actor by, Order order, Optional<ApprovalRule> rule, String objection) {
        Optional<String> found = rules.objection(RUN, begin(requester), rule, placed(by, order));

        assertThat(found.orElse("")).contains(objection);
        assertThat(found.isEmpty()).isEqualTo(objection.isEmpty());
    }

    @Test
    void anAccountMayAsMuchAsTheFileSays() {
        crew.unproven(Role.VIEWER);

        assertThat(rules.examine(RUN, begin(BOB), ONE, placed(ROOT, PAUSE)))
                .map(Objection::code)
                .contains(ErrorCode.IDENTITY_UNPROVEN);
    }

    @Test
    void aRoleThatIsMissingIsNotAnIdentityThatIsMissing() {
        assertThat(rules.examine(RUN, begin(WATCH), ONE, placed(CAROL, APPROVE)))
                .map(Objection::code)
                .contains(ErrorCode.NOT_PERMITTED);
    }

    static Stream<Arguments> otherThanSigned() {
        PlacedOrder signed = placed(BOB, APPROVE);
        return Stream.of(
                Arguments.of("another run", new RunId("20261123-025900-0002"), "hash", signed),
                Arguments.of("another runbook", RUN, "another hash", signed),
                Arguments.of(
                        "another step",
                        RUN,
                        "hash",
                        with(signed, new Order.Approve("fence", APPROVE.digest(), "go", APPROVE.expires()))),
                Arguments.of(
                        "another plan",
                        RUN,
                        "hash",
                        with(signed, new Order.Approve("promote", "ba9876543210", "go", APPROVE.expires()))),
                Arguments.of(
                        "a longer time",
                        RUN,
                        "hash",
                        with(signed, new Order.Approve("promote", APPROVE.digest(), "go", NOW.plusSeconds(9000)))),
                Arguments.of(
                        "another comment",
                        RUN,
                        "hash",
                        with(signed, new Order.Approve("promote", APPROVE.digest(), "stop", APPROVE.expires()))),
                Arguments.of("another order", RUN, "hash", with(signed, REJECT)),
                Arguments.of(
                        "another time",
                        RUN,
                        "hash",
                        new PlacedOrder(1, NOW.plusSeconds(1), BOB, APPROVE, signed.signature())),
                Arguments.of(
                        "another person", RUN, "hash", new PlacedOrder(1, NOW, ALICE, APPROVE, signed.signature())),
                Arguments.of("no signature", RUN, "hash", new PlacedOrder(1, NOW, BOB, APPROVE, Optional.empty())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherThanSigned")
    void aSignatureHoldsForWhatWasSigned(String what, RunId run, String hash, PlacedOrder order) {
        Event.RunStarted begin = new Event.RunStarted("story", "source", hash, Mode.AUTO, "test", Map.of(), WATCH);

        assertThat(rules.examine(run, begin, ONE, order))
                .as(what)
                .map(Objection::code)
                .contains(ErrorCode.IDENTITY_UNPROVEN);
    }

    @Test
    void aLineInACommentIsNoField() {
        Order.Skip honest = new Order.Skip("promote", "slow\nreason: broken");
        String text = SignedOrder.text(RUN, "hash", CAROL, NOW, honest).toString();

        assertThat(text.lines()).noneMatch("reason: broken"::equals);
        assertThat(text.lines().filter(line -> line.startsWith("reason: "))).hasSize(1);
    }

    @Test
    void anApprovalExpires() {
        Order.Approve late = new Order.Approve("promote", "0123456789ab", "go", NOW);

        assertThat(rules.objection(RUN, begin(WATCH), ONE, placed(BOB, late)))
                .hasValueSatisfying(objection -> assertThat(objection).contains("expired"));
    }

    @Test
    void whoeverIsNoOperatorAnyMoreApprovesNothing() {
        crew.dismiss(BOB);

        assertThat(rules.objection(RUN, begin(WATCH), ONE, placed(BOB, APPROVE)))
                .hasValueSatisfying(objection -> assertThat(objection).contains("there is no operator 'bob'"));
    }

    @Test
    void aCopyOfAnOrderIsNotAnotherOrder() {
        PlacedOrder original = placed(CAROL, PAUSE);
        PlacedOrder first = book.place(RUN, NOW, CAROL, PAUSE, original.signature());
        PlacedOrder copy = book.place(RUN, NOW, CAROL, PAUSE, original.signature());

        assertThat(rules.objection(RUN, begin(BOB), ONE, first)).isEmpty();
        assertThat(rules.objection(RUN, begin(BOB), ONE, copy)).contains("it is a copy of order 1");
    }

    @Test
    void whoStartsWhatOthersMustApproveSaysWhoTheyAre() {
        Runbook approved = Runbooks.of("approved", approved("promote"));
        Runbook free = Runbooks.of("free", Runbooks.on("promote"));

        assertThat(rules.startObjection(approved, ROOT)).map(Objection::code).contains(ErrorCode.IDENTITY_UNPROVEN);
        assertThat(rules.startObjection(approved, CAROL)).isEmpty();
        assertThat(rules.startObjection(approved, WATCH)).isEmpty();
        assertThat(rules.startObjection(free, ROOT)).isEmpty();
    }

    private static Step approved(String id) {
        return new Step(
                id,
                "switch-on",
                Map.of(),
                List.of(),
                new Limits(Duration.ofSeconds(1), 0, Duration.ZERO),
                Optional.empty(),
                FailurePolicy.STOP,
                ONE);
    }

    private static PlacedOrder with(PlacedOrder signed, Order other) {
        return new PlacedOrder(signed.number(), signed.at(), signed.by(), other, signed.signature());
    }

    private static Event.RunStarted begin(Actor requester) {
        return new Event.RunStarted("story", "source", "hash", Mode.AUTO, "test", Map.of(), requester);
    }

    private static PlacedOrder placed(Actor by, Order order) {
        String text = SignedOrder.text(RUN, "hash", by, NOW, order).toString();
        Optional<String> signature = by.kind() == Actor.Kind.PROVEN ? Crew.signature(by, text) : Optional.empty();
        return new PlacedOrder(1, NOW, by, order, signature);
    }
}
