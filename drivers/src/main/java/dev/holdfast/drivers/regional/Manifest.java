package dev.holdfast.drivers.regional;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of a directory or the tables of a database, with their checksums.
 *
 * @param entries by name
 */
record Manifest(Map<String, Entry> entries) {
    private static final String END = "end";
    private static final String SIZE = "size ";
    private static final String HASH = "hash ";
    private static final String LINK = "link ";
    /** Scripts print one entry a line, with this in the place of a line feed in a name. */
    private static final char LINE_FEED = '\u0001';

    Manifest {
        entries = Map.copyOf(entries);
    }

    /**
     * One of them.
     *
     * @param checksum empty when it could not be read
     * @param size in bytes
     */
    record Entry(String checksum, long size) {
        boolean equalTo(Entry other) {
            return !checksum.isEmpty() && checksum.equals(other.checksum);
        }
    }

    /**
     * Reads what a script printed: {@code size BYTES NAME}, {@code hash CHECKSUM *NAME} and {@code link NAME -> TARGET}, up to
     * {@code end}.
     *
     * @throws HoldfastException when there is no end, so that half of a list is never taken for the whole
     */
    static Manifest read(Iterator<String> lines) {
        Map<String, Long> sizes = new HashMap<>();
        Map<String, String> checksums = new HashMap<>();
        while (lines.hasNext()) {
            String line = lines.next().replace(LINE_FEED, '\n');
            if (line.equals(END)) {
                return of(sizes, checksums);
            }
            if (line.startsWith(SIZE)) {
                int space = line.indexOf(' ', SIZE.length());
                sizes.put(line.substring(space + 1), Long.parseLong(line.substring(SIZE.length(), space)));
            } else if (line.startsWith(HASH)) {
                int star = line.indexOf(" *", HASH.length());
                checksums.put(line.substring(star + 2), line.substring(HASH.length(), star));
            } else if (line.startsWith(LINK)) {
                checksums.put(line.substring(LINK.length()), LINK);
            }
        }
        throw new HoldfastException(ErrorCode.COMMAND_FAILED, "a list of checksums ended in the middle");
    }

    private static Manifest of(Map<String, Long> sizes, Map<String, String> checksums) {
        Map<String, Entry> entries = new HashMap<>();
        sizes.forEach((name, size) -> entries.put(name, new Entry("", size)));
        checksums.forEach((name, checksum) -> entries.put(name, new Entry(checksum, sizes.getOrDefault(name, 0L))));
        return new Manifest(entries);
    }

    /** Those that only one of both has, or that are not the same. */
    Set<String> differingFrom(Manifest other) {
        Set<String> names = new TreeSet<>(entries.keySet());
        names.addAll(other.entries.keySet());
        names.removeIf(name -> sameIn(other, name));
        return names;
    }

    /** Whether both have it, and the same. */
    boolean sameIn(Manifest other, String name) {
        return entry(name)
                .flatMap(here -> other.entry(name).filter(here::equalTo))
                .isPresent();
    }

    Optional<Entry> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    long bytesOf(Set<String> names) {
        return names.stream()
                .flatMap(name -> entry(name).stream())
                .mapToLong(Entry::size)
                .sum();
    }
}
