package dev.holdfast.drivers.twin;

import java.time.Duration;

/** How long each call takes on a twin. */
@FunctionalInterface
public interface TwinTimings {
    /** What is usual. */
    TwinTimings USUAL = TwinCall::usual;
    /** What is to be expected one time in twenty. */
    TwinTimings SLOW = TwinCall::slow;
    /** Nothing takes any time. For tests outside of virtual time. */
    TwinTimings NONE = _ -> Duration.ZERO;

    Duration of(TwinCall call);
}
