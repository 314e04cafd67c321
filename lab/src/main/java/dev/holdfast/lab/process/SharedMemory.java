package dev.holdfast.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Removes what database servers that were killed leave in the kernel: a small segment of System V shared memory each. */
public final class SharedMemory {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** PostgreSQL's own memory is elsewhere; this segment is nothing but its header, and tells a second server to stay away. */
    private static final String HEADER_BYTES = "56";

    private SharedMemory() {}

    /** Removes the segments of this account that nothing is attached to and whose maker is gone; returns how many. */
    public static int removeOrphans(Account account) {
        List<String> orphans = segments().stream()
                .filter(segment -> isOrphan(segment, account))
                .map(segment -> segment.get(1))
                .toList();
        orphans.forEach(id -> Shell.run(List.of("ipcrm", "-m", id), LIMIT));
        return orphans.size();
    }

    private static List<List<String>> segments() {
        try {
            return Files.readAllLines(Path.of("/proc/sysvipc/shm")).stream()
                    .skip(1)
                    .map(line -> List.of(line.trim().split("\\s+")))
                    .filter(fields -> fields.size() > 7)
                    .toList();
        } catch (IOException unavailable) {
            return List.of();
        }
    }

    /** Columns: key, id, permissions, size, maker, last user, attached, uid. */
    private static boolean isOrphan(List<String> segment, Account account) {
        return segment.get(3).equals(HEADER_BYTES)
                && segment.get(6).equals("0")
                && segment.get(7).equals(Long.toString(account.uid()))
                && ProcessEntry.read(Long.parseLong(segment.get(4)))
                        .filter(maker -> !maker.ended())
                        .isEmpty();
    }
}
