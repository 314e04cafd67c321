package dev.holdfast.engine.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is in force: the fold over the controls that were recorded, and nothing else. A control that the rules do not allow has no
 * effect, wherever it came from.
 *
 * @param disarmed who switched the automat off, while it is off
 */
public record Controls(Optional<Decision> disarmed, List<StandingOrder> standingOrders, List<BreakGlass> breakGlasses) {
    /** Nothing was ever decided. */
    public static final Controls NONE = new Controls(Optional.empty(), List.of(), List.of());

    public Controls {
        standingOrders = List.copyOf(standingOrders);
        breakGlasses = List.copyOf(breakGlasses);
    }

    /** The fold. */
    public static Controls fold(List<ControlEntry> entries) {
        Controls controls = NONE;
        for (ControlEntry entry : entries) {
            controls = controls.after(entry);
        }
        return controls;
    }

    public Optional<StandingOrder> standingOrder(String id) {
        return standingOrders.stream().filter(order -> order.id().equals(id)).findFirst();
    }

    public Optional<BreakGlass> breakGlass(String id) {
        return breakGlasses.stream().filter(glass -> glass.id().equals(id)).findFirst();
    }

    /** The break-glass that is open. */
    public Optional<BreakGlass> open(Instant now) {
        return breakGlasses.stream().filter(glass -> glass.isOpen(now)).reduce((_, newer) -> newer);
    }

    /** Those that nobody else has looked at, open ones included. */
    public List<BreakGlass> unreviewed() {
        return breakGlasses.stream().filter(glass -> glass.reviewed().isEmpty()).toList();
    }

    private Controls after(ControlEntry entry) {
        return switch (entry.control()) {
            case Control.Disarmed disarmed -> disarmed(Optional.of(decision(entry, disarmed.reason())));
            case Control.Armed _ -> disarmed(Optional.empty());
            case Control.StandingOrderProposed proposed -> proposed(entry, proposed);
            case Control.StandingOrderConfirmed confirmed ->
                orders(
                        order -> order.id().equals(confirmed.id()) && order.canBeConfirmedBy(entry.by(), confirmed),
                        order -> order.confirmedBy(decision(entry, "")));
            case Control.StandingOrderRevoked revoked ->
                orders(
                        order -> order.id().equals(revoked.id())
                                && order.revoked().isEmpty(),
                        order -> order.revokedBy(decision(entry, revoked.reason())));
            case Control.BreakGlassOpened opened -> opened(entry, opened);
            case Control.BreakGlassClosed closed ->
                glasses(
                        glass ->
                                glass.id().equals(closed.id()) && glass.closed().isEmpty(),
                        glass -> glass.closedBy(decision(entry, "")));
            case Control.BreakGlassReviewed reviewed ->
                glasses(
                        glass -> glass.id().equals(reviewed.id())
                                && !glass.isOpen(entry.at())
                                && !glass.opened().by().isSameAs(entry.by()),
                        glass -> glass.reviewedBy(decision(entry, reviewed.comment())));
        };
    }

    private Controls proposed(ControlEntry entry, Control.StandingOrderProposed proposed) {
        if (isLonger(entry.at(), proposed.expires(), StandingOrder.LONGEST)
                || proposed.guards().isEmpty()) {
            return this;
        }
        StandingOrder order = new StandingOrder(
                "so-" + entry.number(),
                proposed,
                decision(entry, proposed.reason()),
                SignedControl.fingerprint(entry.by(), entry.at(), proposed),
                Optional.empty(),
                Optional.empty());
        return new Controls(disarmed, with(standingOrders, order), breakGlasses);
    }

    private Controls opened(ControlEntry entry, Control.BreakGlassOpened opened) {
        if (isLonger(entry.at(), opened.until(), BreakGlass.LONGEST)) {
            return this;
        }
        BreakGlass glass = new BreakGlass(
                "bg-" + entry.number(),
                decision(entry, opened.reason()),
                opened.until(),
                Optional.empty(),
                Optional.empty());
        return new Controls(disarmed, standingOrders, with(breakGlasses, glass));
    }

    private static boolean isLonger(Instant from, Instant to, Duration longest) {
        return Duration.between(from, to).compareTo(longest) > 0;
    }

    private static Decision decision(ControlEntry entry, String reason) {
        return new Decision(entry.by(), entry.at(), reason);
    }

    private Controls disarmed(Optional<Decision> decision) {
        return new Controls(decision, standingOrders, breakGlasses);
    }

    private Controls orders(Predicate<StandingOrder> which, Function<StandingOrder, StandingOrder> change) {
        return new Controls(disarmed, changed(standingOrders, which, change), breakGlasses);
    }

    private Controls glasses(Predicate<BreakGlass> which, Function<BreakGlass, BreakGlass> change) {
        return new Controls(disarmed, standingOrders, changed(breakGlasses, which, change));
    }

    private static <T> List<T> changed(List<T> all, Predicate<T> which, Function<T, T> change) {
        return all.stream()
                .map(one -> which.test(one) ? change.apply(one) : one)
                .toList();
    }

    private static <T> List<T> with(List<T> all, T another) {
        List<T> more = new ArrayList<>(all);
        more.add(another);
        return more;
    }
}
