package dev.holdfast.lab.server;

import java.util.Map;

/** A server of the lab that the stand-in of Kubernetes starts and ends, in a slot with an address of its own. */
public sealed interface PodProgram extends LabServer permits ServiceInstance, RateLimiter {

    /** Whether it runs when nobody asked for another number. */
    boolean usual();

    /** Writes what it is started by. */
    void prepare();

    /** What it is started with when nobody set anything else. */
    Map<String, String> usualSettings();

    /** Writes the settings that it starts with, and reads again when it is told to. */
    void configure(Map<String, String> settings);

    /** The signal that asks it to finish what it does and end. */
    String endSignal();
}
