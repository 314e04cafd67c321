package dev.holdfast.drivers.postgresql;

import dev.holdfast.model.database.NodeState.Reach;
import dev.holdfast.model.detection.Sign;
import java.time.Duration;
import java.util.Optional;

/**
 * What one look of a probe brought, in the words of the server.
 *
 * @param age how long ago it was so: what a standby heard tells nothing about the time since
 */
record Seen(Sign sign, String detail, Duration age) {

    Seen(Sign sign, String detail) {
        this(sign, detail, Duration.ZERO);
    }

    /**
     * What a failure shows.
     *
     * @param brokeBefore how the open session ended, when this is the failure of the one that was to replace it
     */
    static Seen of(Fault fault, Optional<Fault> brokeBefore) {
        return switch (fault) {
            case Fault.Said said -> new Seen(stops(said) ? Sign.STOPPING : Sign.ANSWERING, said.text());
            case Fault.NoAnswer none -> {
                boolean announced = brokeBefore
                        .filter(Fault.Said.class::isInstance)
                        .map(Fault.Said.class::cast)
                        .filter(Seen::stops)
                        .isPresent();
                String before =
                        brokeBefore.map(broke -> broke.text() + "; then ").orElse("");
                yield new Seen(announced ? Sign.STOPPING : sign(none.reach()), before + none.detail());
            }
        };
    }

    /**
     * Whether the server is being stopped in good order. Its codes alone do not tell: that of an administrator's command is also
     * given when the main process has died, and another one for a start, a recovery and a stop alike.
     */
    private static boolean stops(Fault.Said said) {
        return (said.is(Fault.Said.ADMIN_SHUTDOWN) && !said.message().contains("postmaster"))
                || (said.is(Fault.Said.CANNOT_CONNECT_NOW) && said.message().contains("shutting down"));
    }

    private static Sign sign(Reach reach) {
        return switch (reach) {
            case REFUSED -> Sign.REFUSED;
            case SILENT -> Sign.SILENT;
            case BROKEN -> Sign.BROKEN;
        };
    }
}
