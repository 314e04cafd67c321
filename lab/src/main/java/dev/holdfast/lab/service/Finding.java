package dev.holdfast.lab.service;

/** What a read found. */
sealed interface Finding {

    record Found(Order order) implements Finding {}

    record Missing() implements Finding {}

    /** The primary did not answer in time. A standby's answer does not count: it may be an old one. */
    record Unavailable(String reason) implements Finding {}
}
