package dev.holdfast.lab.kubernetes;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What runs in a pod: a process of the lab. */
interface Container {

    /** Writes the settings that it starts with, or reads again when it is told to. */
    void configure(Map<String, String> settings);

    /** Starts it; one that runs already is ended first. Returns when the new process is there, ready or not. */
    void start();

    /** Tells the process from any other that was there before or comes after; empty when none lives. */
    Optional<String> process();

    /** Whether it says that it can serve. Takes about a second at most. */
    boolean ready();

    /** Lets it finish what it does, for so long at most, and then kills it. */
    void stop(Duration grace);
}
