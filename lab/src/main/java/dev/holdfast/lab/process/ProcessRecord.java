package dev.holdfast.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which process a server is. Written as {@code PID START BOOT}, also by the shell; survives neither a reboot nor a reused id. */
public record ProcessRecord(long pid, long startTicks, String boot) {

    public static ProcessRecord of(ProcessEntry entry) {
        return new ProcessRecord(entry.pid(), entry.startTicks(), currentBoot());
    }

    /** Empty when there is none, or it can't be understood. */
    public static Optional<ProcessRecord> read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    static Optional<ProcessRecord> parse(String line) {
        List<String> words = List.of(line.trim().split(" ", -1));
        if (words.size() != 3
                || !words.get(0).matches("\\d{1,18}")
                || !words.get(1).matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new ProcessRecord(Long.parseLong(words.get(0)), Long.parseLong(words.get(1)), words.get(2)));
    }

    /** The process, if it is still that one and has not ended. */
    public Optional<ProcessEntry> process() {
        if (!boot.equals(currentBoot())) {
            return Optional.empty();
        }
        return ProcessEntry.read(pid).filter(entry -> entry.startTicks() == startTicks && !entry.ended());
    }

    public String line() {
        return "%d %d %s".formatted(pid, startTicks, boot);
    }

    private static String currentBoot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
        } catch (IOException unreadable) {
            return "unknown";
        }
    }
}
