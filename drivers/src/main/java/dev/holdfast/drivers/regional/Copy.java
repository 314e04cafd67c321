package dev.holdfast.drivers.regional;

import dev.holdfast.model.region.CopyState;
import dev.holdfast.model.region.CopyState.Differences;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A copy of a region's data in another region.
 *
 * @param at the moment as of which it was taken
 * @param recorded what it was when it was completed
 * @param now what it is now
 */
record Copy(Instant at, Manifest recorded, Manifest now) {
    private static final String NONE = "none";

    /** Reads what a script printed: {@code none}, or the moment and both lists. */
    static Optional<Copy> read(List<String> lines) {
        if (lines.equals(List.of(NONE))) {
            return Optional.empty();
        }
        Iterator<String> each = lines.iterator();
        return Optional.of(new Copy(Reading.moment(each), Manifest.read(each), Manifest.read(each)));
    }

    /** Compares data and copy. */
    static CopyState compare(Leg leg, Manifest data, Optional<Copy> copy) {
        Set<String> missing = copy.map(Copy::now)
                .map(data::differingFrom)
                .orElse(data.entries().keySet());
        return new CopyState(
                leg.data(),
                leg.source().region(),
                leg.target().region(),
                data.entries().size(),
                copy.map(Copy::recorded)
                        .map(data::differingFrom)
                        .map(Differences::of)
                        .orElseGet(() -> Differences.of(data.entries().keySet())),
                copy.map(known -> Differences.of(known.now().differingFrom(known.recorded())))
                        .orElse(Differences.NONE),
                data.bytesOf(missing),
                copy.map(Copy::at));
    }
}
