package dev.holdfast.engine.control;

import static dev.holdfast.engine.testkit.Crew.ALICE;
import static dev.holdfast.engine.testkit.Crew.BOB;
import static dev.holdfast.engine.testkit.Crew.CAROL;
import static dev.holdfast.engine.testkit.Crew.ROOT;
import static dev.holdfast.engine.testkit.Crew.VERA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.control.Control.Scope;
import dev.holdfast.engine.control.StandingOrder.Status;
import dev.holdfast.engine.spi.Records.Entry;
import dev.holdfast.engine.spi.Records.Kept;
import dev.holdfast.engine.testkit.Crew;
import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operator.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ControlBookTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final Scope SCOPE = new Scope("database-failure", "hash", List.of("promote"));
    private static final Control.StandingOrderProposed PROPOSAL = proposal(Duration.ofDays(30));

    private final Crew crew = new Crew();
    private final MemoryJournal records = new MemoryJournal();
    private final ControlBook book = new ControlBook(records, "lab", crew.identity());

    @Test
    void theNewestWordOnTheKillSwitchCounts() {
        say(ROOT, NOW, new Control.Disarmed("maintenance"));
        assertThat(book.recorded().disarmed()).contains(new Decision(ROOT, NOW, "maintenance"));
        assertThat(book.objection())
                .hasValueSatisfying(objection ->
                        assertThat(objection).contains("starts nothing by itself", "root@control-1", "maintenance"));
        assertThat(ControlBook.alarms(records, NOW)).singleElement().asString().startsWith("DISARMED");

        say(CAROL, NOW.plusSeconds(60), new Control.Armed("done"));
        assertThat(book.recorded().disarmed()).isEmpty();
        assertThat(book.objection()).isEmpty();
        assertThat(ControlBook.alarms(records, NOW)).isEmpty();
    }

    @Test
    void aDisarmedSystemIsNotArmedBySomebodyLeaving() {
        say(CAROL, NOW, new Control.Disarmed("maintenance"));
        crew.dismiss(CAROL);

        assertThat(book.objection()).isPresent();
    }

    static List<Arguments> whoMayNot() {
        return List.of(
                Arguments.of(VERA, new Control.Disarmed("x")),
                Arguments.of(VERA, new Control.Armed("x")),
                Arguments.of(ROOT, PROPOSAL),
                Arguments.of(CAROL, PROPOSAL),
                Arguments.of(CAROL, new Control.StandingOrderConfirmed("so-1", "x")),
                Arguments.of(ROOT, new Control.BreakGlassOpened("x", NOW.plusSeconds(60))),
                Arguments.of(VERA, new Control.BreakGlassOpened("x", NOW.plusSeconds(60))),
                Arguments.of(CAROL, new Control.BreakGlassReviewed("bg-1", "x")));
    }

    @ParameterizedTest
    @MethodSource("whoMayNot")
    void whoeverMayNotRecordsNothing(Actor by, Control control) {
        assertThatThrownBy(() -> say(by, NOW, control)).isInstanceOf(HoldfastException.class);
        assertThat(records.read("controls:all", 0)).isEmpty();
    }

    @Test
    void aStandingOrderTakesTwoPeople() {
        say(BOB, NOW, PROPOSAL);
        assertThat(status("so-1")).isEqualTo(Status.PROPOSED);

        confirm(BOB);
        assertThat(status("so-1")).isEqualTo(Status.PROPOSED);

        confirm(ALICE);
        assertThat(status("so-1")).isEqualTo(Status.IN_FORCE);
        assertThat(book.trusted().standingOrder("so-1").orElseThrow().givenBy()).isEqualTo("bob and alice");
    }

    @Test
    void aConfirmationIsOfWhatWasProposed() {
        say(BOB, NOW, PROPOSAL);
        say(ALICE, NOW, new Control.StandingOrderConfirmed("so-1", "0123456789ab"));

        assertThat(status("so-1")).isEqualTo(Status.PROPOSED);
    }

    @Test
    void aStandingOrderEndsByItselfOrByAWord() {
        say(BOB, NOW, PROPOSAL);
        confirm(ALICE);

        StandingOrder order = book.trusted().standingOrder("so-1").orElseThrow();
        assertThat(order.status(PROPOSAL.expires().minusNanos(1))).isEqualTo(Status.IN_FORCE);
        assertThat(order.status(PROPOSAL.expires())).isEqualTo(Status.EXPIRED);

        say(CAROL, NOW, new Control.StandingOrderRevoked("so-1", "not needed"));
        assertThat(status("so-1")).isEqualTo(Status.REVOKED);
    }

    @Test
    void aStandingOrderEndsWithEitherOfItsPeople() {
        say(BOB, NOW, PROPOSAL);
        confirm(ALICE);
        crew.dismiss(ALICE);

        assertThat(status("so-1")).isEqualTo(Status.PROPOSED);
        assertThat(book.recorded().standingOrder("so-1").orElseThrow().status(NOW))
                .isEqualTo(Status.IN_FORCE);
    }

    @Test
    void aStandingOrderForTooLongIsNone() {
        say(BOB, NOW, proposal(StandingOrder.LONGEST.plusSeconds(1)));

        assertThat(book.trusted().standingOrders()).isEmpty();
    }

    @Test
    void aStandingOrderWithoutAGuardIsNone() {
        say(BOB, NOW, new Control.StandingOrderProposed(SCOPE, Set.of(), NOW.plusSeconds(60), "x"));

        assertThat(book.trusted().standingOrders()).isEmpty();
    }

    @Test
    void breakGlassEndsByItselfAndWaitsForAReview() {
        say(CAROL, NOW, new Control.BreakGlassOpened("nobody answers", NOW.plusSeconds(900)));

        assertThat(book.trusted().open(NOW.plusSeconds(899))).isPresent();
        assertThat(book.trusted().open(NOW.plusSeconds(900))).isEmpty();
        assertThat(ControlBook.alarms(records, NOW)).singleElement().asString().startsWith("BREAK-GLASS bg-1");
        assertThat(ControlBook.alarms(records, NOW.plusSeconds(900))).isEmpty();
        assertThat(book.trusted().unreviewed()).hasSize(1);

        Instant later = NOW.plusSeconds(1000);
        say(BOB, later, new Control.BreakGlassReviewed("bg-1", "was right"));
        assertThat(book.trusted().unreviewed()).isEmpty();
    }

    @Test
    void nobodyReviewsTheirOwnBreakGlassNorAnOpenOne() {
        say(BOB, NOW, new Control.BreakGlassOpened("nobody answers", NOW.plusSeconds(900)));
        say(ALICE, NOW.plusSeconds(1), new Control.BreakGlassReviewed("bg-1", "too early"));
        say(BOB, NOW.plusSeconds(1000), new Control.BreakGlassReviewed("bg-1", "my own"));

        assertThat(book.trusted().unreviewed()).hasSize(1);
    }

    @Test
    void breakGlassIsClosedAndNotOpenedAgainByACopy() {
        Control opened = new Control.BreakGlassOpened("nobody answers", NOW.plusSeconds(900));
        say(CAROL, NOW, opened);
        say(ROOT, NOW.plusSeconds(1), new Control.BreakGlassClosed("bg-1"));
        say(CAROL, NOW, opened);

        assertThat(book.trusted().open(NOW.plusSeconds(2))).isEmpty();
    }

    @Test
    void breakGlassForTooLongIsNone() {
        say(
                CAROL,
                NOW,
                new Control.BreakGlassOpened("x", NOW.plus(BreakGlass.LONGEST).plusNanos(1)));

        assertThat(book.trusted().breakGlasses()).isEmpty();
    }

    @Test
    void whatWasEditedByHandPermitsNothing() {
        say(CAROL, NOW, new Control.BreakGlassOpened("nobody answers", NOW.plusSeconds(60)));
        Kept honest = records.read("controls:all", 0).getFirst();
        String longer = honest.entry().body().replaceFirst("2026-11-23T03:01:00Z", "2026-11-23T03:59:00Z");
        assertThat(longer).isNotEqualTo(honest.entry().body());
        MemoryJournal edited = new MemoryJournal();
        edited.append("controls:all", 0, NOW, List.of(new Entry(honest.entry().type(), longer)));

        ControlBook forged = new ControlBook(edited, "lab", crew.identity());
        assertThat(forged.recorded().open(NOW)).isPresent();
        assertThat(forged.trusted().open(NOW)).isEmpty();
    }

    @Test
    void whatWasSignedForOneSiteHoldsForNoOther() {
        say(CAROL, NOW, new Control.BreakGlassOpened("nobody answers", NOW.plusSeconds(60)));

        assertThat(new ControlBook(records, "production", crew.identity())
                        .trusted()
                        .open(NOW))
                .isEmpty();
    }

    @Test
    void aKindOfALaterVersionIsPassedOver() {
        records.append("controls:all", 0, NOW, List.of(new Entry("invented-later", "{}")));
        say(CAROL, NOW, new Control.Disarmed("x"));

        assertThat(book.recorded().disarmed()).isPresent();
    }

    @Test
    void everyKindIsReadAsItWasWritten() {
        List<Control> all = List.of(
                new Control.Disarmed("a"),
                new Control.Armed("b"),
                PROPOSAL,
                new Control.StandingOrderConfirmed("so-3", "f"),
                new Control.StandingOrderRevoked("so-3", "c"),
                new Control.BreakGlassOpened("d", NOW),
                new Control.BreakGlassClosed("bg-6"),
                new Control.BreakGlassReviewed("bg-6", "e"));

        assertThat(all)
                .allSatisfy(control -> assertThat(ControlCodec.decode(
                                new Kept(1, NOW, ControlCodec.encode(BOB, control, Optional.of("sig")))))
                        .contains(new ControlEntry(1, NOW, BOB, control, Optional.of("sig"))))
                .hasSize(8);
    }

    private static Control.StandingOrderProposed proposal(Duration time) {
        return new Control.StandingOrderProposed(
                SCOPE, Set.of(Guard.LOSS_WITHIN_RPO, Guard.NOT_FLAPPING), NOW.plus(time), "nights");
    }

    private Status status(String id) {
        return book.trusted().standingOrder(id).orElseThrow().status(NOW);
    }

    private void confirm(Actor by) {
        String fingerprint = book.recorded().standingOrder("so-1").orElseThrow().fingerprint();
        say(by, NOW.plusSeconds(1), new Control.StandingOrderConfirmed("so-1", fingerprint));
    }

    private void say(Actor by, Instant at, Control control) {
        Optional<String> signature = by.kind() == Actor.Kind.PROVEN
                ? Crew.signature(by, book.textToSign(by, at, control))
                : Optional.empty();
        book.record(at, by, control, signature);
    }
}
