package dev.holdfast.model.region;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How a copy of a region's data compares with the data, and with what it was when it was completed.
 *
 * @param data name in the topology
 * @param source the region whose data it is
 * @param target the region with the copy
 * @param items how many files or tables the region has
 * @param behind what the region has changed since the copy was taken; all of it when there is no copy
 * @param altered what is not as it was copied, because it was damaged, or written to
 * @param bytesMissing about how much would have to be copied
 * @param copiedAt the moment as of which the copy was taken; empty when there is none
 */
public record CopyState(
        String data,
        String source,
        String target,
        long items,
        Differences behind,
        Differences altered,
        long bytesMissing,
        Optional<Instant> copiedAt) {

    /**
     * Files or tables.
     *
     * @param first the names of some of them
     * @param count how many there are
     */
    public record Differences(List<String> first, long count) {
        public static final Differences NONE = new Differences(List.of(), 0);

        private static final int NAMED = 5;

        public Differences {
            first = List.copyOf(first);
        }

        public static Differences of(Collection<String> names) {
            return new Differences(names.stream().sorted().limit(NAMED).toList(), names.size());
        }

        public boolean none() {
            return count == 0;
        }

        @Override
        public String toString() {
            long more = count - first.size();
            return String.join(", ", first) + (more > 0 ? " and %d more".formatted(more) : "");
        }
    }

    /** Whether the copy is just like the data. */
    public boolean same() {
        return copiedAt.isPresent() && behind.none() && altered.none();
    }
}
