package dev.holdfast.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process as {@code /proc} describes it.
 *
 * @param startTicks when it started, in clock ticks since the machine did: tells it from a later process with the same id
 */
public record ProcessEntry(long pid, long parent, char state, long startTicks) {
    private static final int PARENT = 1;
    private static final int START = 19;

    /** Empty when there is no such process. */
    public static Optional<ProcessEntry> read(long pid) {
        try {
            return Optional.of(parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat"))));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Reads a line of {@code /proc/PID/stat}; the name in brackets may itself hold brackets and spaces. */
    static ProcessEntry parse(String stat) {
        List<String> fields =
                List.of(stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1));
        return new ProcessEntry(
                Long.parseLong(stat.substring(0, stat.indexOf(' '))),
                Long.parseLong(fields.get(PARENT)),
                fields.getFirst().charAt(0),
                Long.parseLong(fields.get(START)));
    }

    /** It still has an id, and nothing else. */
    public boolean ended() {
        return state == 'Z' || state == 'X';
    }

    /** It was sent SIGSTOP. */
    public boolean paused() {
        return state == 'T' || state == 't';
    }
}
