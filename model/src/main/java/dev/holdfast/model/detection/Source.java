package dev.holdfast.model.detection;

/**
 * Where a sign came from.
 *
 * @param kind what kind of look it was; kinds are independent of one another
 * @param name such as a region's or a standby's
 */
public record Source(Kind kind, String name) {

    /** The independent ways to look at a primary. */
    public enum Kind {
        /** A session from a vantage point straight to the server. */
        PROBE,
        /** A write on the applications' own path, through a load balancer. */
        CANARY,
        /** A standby's receiver. */
        REPLICA,
        /** The process table of the server's machine. */
        HOST
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + name;
    }
}
