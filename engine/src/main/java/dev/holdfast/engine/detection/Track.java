package dev.holdfast.engine.detection;

import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Sign;
import java.time.Instant;
import java.util.Optional;

/**
 * What one source saw over time, as far as it matters.
 *
 * @param newest its last look
 * @param lastLife when a look that showed life was begun, if any
 * @param failingSince when the first look of the present unbroken series of failures was begun; empty unless it fails now
 * @param lastStopping when the primary last said that it was being stopped
 */
record Track(Look newest, Optional<Instant> lastLife, Optional<Instant> failingSince, Optional<Instant> lastStopping) {

    static Track of(Look look) {
        return new Track(look, Optional.empty(), Optional.empty(), Optional.empty()).with(look);
    }

    Track with(Look look) {
        Sign sign = look.sign();
        Optional<Instant> life = sign.showsLife() ? Optional.of(look.began()) : lastLife;
        Optional<Instant> failing = sign.failed() ? Optional.of(failingSince.orElse(look.began())) : Optional.empty();
        Optional<Instant> stopping = sign == Sign.STOPPING ? Optional.of(look.ended()) : lastStopping;
        return new Track(look, life, failing, stopping);
    }

    boolean fails() {
        return failingSince.isPresent();
    }

    boolean abstains() {
        return newest.sign() == Sign.ABSTAINS;
    }

    boolean showsLife() {
        return newest.sign().showsLife();
    }
}
