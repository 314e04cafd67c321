package dev.holdfast.lab.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What the rows say about the writes that were acknowledged.
 *
 * @param acknowledged how many writes the ledgers hold; every one of them was looked for
 * @param lost how many of them are not in the table as they were sent
 * @param lossSpan from the acknowledgement of the oldest lost write to the fault, or to that of the newest lost write when that is
 *     later: how far back the clients' promises are void. Zero when nothing is lost
 * @param examples of lost writes, the oldest first, twenty at most
 * @param doubleRows ids that the table holds more than once
 * @param keptUnacknowledged writes that failed for their client and are in the table all the same; allowed
 * @param timelines on which the acknowledged writes were made, in order
 */
public record Durability(
        long acknowledged,
        long lost,
        Duration lossSpan,
        List<LostWrite> examples,
        long doubleRows,
        long keptUnacknowledged,
        List<Integer> timelines) {

    public Durability {
        examples = List.copyOf(examples);
        timelines = List.copyOf(timelines);
    }

    /** A promise that was not kept. */
    public record LostWrite(UUID id, String region, Instant acknowledged, Fate fate) {}

    /** What became of a lost write. */
    public enum Fate {
        /** There is no row with its id. */
        MISSING,
        /** The row with its id holds something else. */
        DIFFERENT
    }
}
