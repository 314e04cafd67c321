package dev.holdfast.model.region;

import java.time.Duration;

/**
 * One look at one component of a region from one place.
 *
 * @param region that the component belongs to
 * @param component what it is and its name, such as {@code entrance fastapi-main}, {@code load balancer use1}, {@code host use1},
 *     {@code database server primary}, {@code DNS server ns1}
 * @param vantage the region that was looked from, or {@code holdfast} when the address did not matter
 * @param status what was seen
 * @param detail in the words of the system
 */
public record ComponentHealth(
        String region, String component, String vantage, Status status, String detail, Duration took) {

    /** What one look came to. */
    public enum Status {
        /** It does its work. */
        HEALTHY,
        /** It answers, and does not do its work. */
        FAILED,
        /** Nothing came back, or nobody listens. */
        UNREACHABLE,
        /** Holdfast could not look from there. */
        UNKNOWN
    }
}
