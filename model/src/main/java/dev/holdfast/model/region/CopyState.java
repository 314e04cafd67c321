package dev.holdfast.model.region;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a copy of a region's data compares with the data.
 *
 * @param data name in the topology
 * @param source the region whose data it is
 * @param target the region with the copy
 * @param items how many files or tables were compared
 * @param differing the first of those that differ or are missing; empty when the copy is the same
 * @param differences how many there are
 * @param bytesMissing about how much would have to be copied
 * @param copiedAt when the copy was completed; empty when there is none
 */
public record CopyState(
        String data,
        String source,
        String target,
        long items,
        List<String> differing,
        long differences,
        long bytesMissing,
        Optional<Instant> copiedAt) {
    public CopyState {
        differing = List.copyOf(differing);
    }

    public boolean same() {
        return differences == 0 && copiedAt.isPresent();
    }
}
