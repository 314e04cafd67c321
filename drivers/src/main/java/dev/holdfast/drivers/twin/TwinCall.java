package dev.holdfast.drivers.twin;

import java.time.Duration;

/**
 * What can be asked of a twin, with the time that it is declared to take on a real system: usually, and when it is slow.
 *
 * <p>The figures were taken from PostgreSQL 15 and HAProxy 2.6 on a small machine. They count only for operations of which the
 * journal holds no history.
 */
public enum TwinCall {
    OBSERVE(3, 20),
    PROCESS(25, 300),
    STOP_FOR_GOOD(80, 150),
    STOP_CLEANLY(150, 600),
    START(400, 1_300),
    MARK(25, 300),
    DETACH(30, 90),
    FOLLOW(120, 200),
    PROMOTE(130, 315),
    CAPTURE(900, 3_000),
    REJOIN_BY_FOLLOWING(700, 1_500),
    REJOIN_BY_REWINDING(2_000, 7_000),
    COMPARE(300, 2_000),
    READ_BALANCER(1, 5),
    SET_SERVER(1, 5),
    /** Takes the others out, waits until their sessions are cut, and lets one in. */
    REROUTE(20, 60),
    READ_INSTANCE(5, 50),
    RESTART_INSTANCE(3_000, 8_000),
    CONFIGURE_INSTANCE(60, 350),
    CLIENT_REQUEST(15, 80),
    SCALE(100, 1_000),
    READ_DNS(4, 30),
    SET_DNS(10, 60),
    COPY_REGIONAL_DATA(4_000, 30_000),
    PROBE(3, 20);

    private final Duration usual;
    private final Duration slow;

    TwinCall(long usualMillis, long slowMillis) {
        this.usual = Duration.ofMillis(usualMillis);
        this.slow = Duration.ofMillis(slowMillis);
    }

    /** About the median. */
    public Duration usual() {
        return usual;
    }

    /** About the 95th percentile. */
    public Duration slow() {
        return slow;
    }
}
