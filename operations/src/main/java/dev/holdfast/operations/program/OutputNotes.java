package dev.holdfast.operations.program;

import dev.holdfast.engine.secret.Scrubber;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes down what a program prints: its first lines, without secrets, and how much was left out. */
final class OutputNotes implements Consumer<String> {
    private static final int MOST_LINES = 200;
    private static final int MOST_BYTES = 64 * 1024;

    private final Scrubber scrubber;
    private final Consumer<String> notes;
    private int lines;
    private int bytes;
    private boolean full;
    private int linesLeftOut;
    private long bytesLeftOut;
    private String last = "";

    OutputNotes(Scrubber scrubber, Consumer<String> notes) {
        this.scrubber = scrubber;
        this.notes = notes;
    }

    @Override
    public void accept(String printed) {
        String line = scrubber.scrub(printed);
        int size = line.getBytes(StandardCharsets.UTF_8).length;
        last = line.isBlank() ? last : line;
        full = full || lines == MOST_LINES || bytes + size > MOST_BYTES;
        if (full) {
            linesLeftOut++;
            bytesLeftOut += size;
            return;
        }
        lines++;
        bytes += size;
        notes.accept(line);
    }

    /** To be called when the program has ended, however it did. */
    void finish() {
        if (linesLeftOut > 0) {
            notes.accept("(%d more lines, %d bytes, were left out; the last one: %s)"
                    .formatted(linesLeftOut, bytesLeftOut, lastLine()));
        }
    }

    /** The last line that isn't blank, cut where it is very long; empty when there was none. */
    String lastLine() {
        int longest = 200;
        return last.length() <= longest ? last : last.substring(0, longest) + "...";
    }
}
