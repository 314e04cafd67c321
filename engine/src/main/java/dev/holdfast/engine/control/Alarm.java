package dev.holdfast.engine.control;

import dev.holdfast.engine.spi.Records.Entry;
import dev.holdfast.engine.spi.Records.Kept;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What nobody must overlook: that Holdfast is disarmed, or that break-glass is open. Pure. */
final class Alarm {
    private Alarm() {}

    /** Whether there may be one, by the kinds alone: to know that, nothing has to be decoded. */
    static boolean isPossible(List<Kept> controls, Instant now) {
        boolean disarmed = controls.stream()
                .map(Kept::entry)
                .map(Entry::type)
                .filter(type -> type.equals(ControlCodec.ARMED) || type.equals(ControlCodec.DISARMED))
                .reduce((_, newer) -> newer)
                .filter(ControlCodec.DISARMED::equals)
                .isPresent();
        return disarmed
                || controls.stream()
                        .filter(kept -> kept.entry().type().equals(ControlCodec.BREAK_GLASS_OPENED))
                        .anyMatch(kept -> now.isBefore(kept.at().plus(BreakGlass.LONGEST)));
    }

    static List<String> lines(Controls controls, Instant now) {
        Optional<String> disarmed = controls.disarmed().map(decision -> "DISARMED: " + disarmed(decision));
        Optional<String> open = controls.open(now)
                .map(glass -> "BREAK-GLASS %s is open until %s, by %s: %s"
                        .formatted(
                                glass.id(),
                                glass.until(),
                                glass.opened().by(),
                                glass.opened().reason()));
        return Stream.of(disarmed, open).flatMap(Optional::stream).toList();
    }

    static String disarmed(Decision decision) {
        return "Holdfast starts nothing by itself, by order of %s since %s: %s"
                .formatted(decision.by(), decision.at(), decision.reason());
    }
}
