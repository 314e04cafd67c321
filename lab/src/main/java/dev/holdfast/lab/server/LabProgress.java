package dev.holdfast.lab.server;

import java.time.Duration;

/**
 * Something that happened while the lab came up or went down.
 *
 * @param server the server's name, or {@code packages}
 * @param took since the work on this server began
 * @param detail for people; may be empty
 */
public record LabProgress(String server, String address, Phase phase, Duration took, String detail) {

    /** What happened to the server. */
    public enum Phase {
        INSTALLING,
        STARTING,
        /** It was started, and really answers. */
        READY,
        /** It was there already, and really answers. */
        RUNNING,
        FAILED,
        STOPPED
    }
}
