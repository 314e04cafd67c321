package dev.holdfast.lab;

import java.util.OptionalLong;

/**
 * What one server of the lab does now.
 *
 * @param kind what it is, such as {@code postgresql}
 * @param detail for people, such as the role of a database server; may be empty
 */
public record ServerStatus(
        String name, String kind, String region, String address, State state, OptionalLong pid, String detail) {

    /** Whether a server works. */
    public enum State {
        /** It runs, and answers. */
        UP,
        /** It runs, and does not answer. */
        SILENT,
        /** It does not run. */
        DOWN
    }
}
