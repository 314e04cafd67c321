package dev.holdfast.drivers.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Cuts bytes into lines as they come, and hands each on. */
final class LineSplitter {
    /** A line that is longer is handed on in parts, so that no program can fill the memory. */
    private static final int LONGEST = 64 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void add(byte[] bytes, int length) {
        for (int at = 0; at < length; at++) {
            if (bytes[at] == '\n') {
                flush();
                continue;
            }
            if (current.size() == LONGEST) {
                flush();
            }
            current.write(bytes[at]);
        }
    }

    /** Hands on a last line that has no end. */
    void finish() {
        if (current.size() > 0) {
            flush();
        }
    }

    private void flush() {
        String line = current.toString(UTF_8);
        current.reset();
        lines.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
}
