package dev.holdfast.engine.journal;

import dev.holdfast.engine.spi.StepHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How long steps took, from the events of all runs: an index leads to the beginnings of an operation. */
record StepTimes(SqliteReads reads) implements StepHistory {
    /** Text that is no JSON must not keep anybody from recording it. */
    static final String OPERATION = "CASE WHEN json_valid(body) THEN json_extract(body, '$.operation') END";

    /** Attempts that failed have no proof; looking at some more beginnings than asked for makes up for them. */
    private static final int BEGINNINGS_FOR_EACH = 4;

    /**
     * An attempt that another one of the same step follows has failed, and one that was resumed by another process says nothing of
     * the time that the operation takes.
     */
    static final String DURATIONS = """
            SELECT begun.at AS begun, ended.at AS ended
            FROM (SELECT id, run, idx, at, json_extract(body, '$.step') AS step FROM event
                  WHERE type = 'step-started' AND %s = ? ORDER BY id DESC LIMIT ?) AS begun
            JOIN event AS ended ON ended.id = (
                SELECT next.id FROM event AS next
                WHERE next.run = begun.run AND next.idx > begun.idx
                  AND (next.type = 'run-resumed'
                       OR (next.type IN ('step-started', 'step-proved', 'step-failed', 'step-refused')
                           AND json_extract(next.body, '$.step') = begun.step))
                ORDER BY next.idx LIMIT 1)
            WHERE ended.type = 'step-proved' AND json_extract(ended.body, '$.performed')
            ORDER BY begun.id DESC LIMIT ?
            """.formatted(OPERATION);

    @Override
    public List<Duration> durations(String operation, int limit) {
        return reads.list(
                "reading how long %s took".formatted(operation),
                DURATIONS,
                List.of(operation, (long) limit * BEGINNINGS_FOR_EACH, limit),
                row -> Duration.between(Instant.parse(row.getString("begun")), Instant.parse(row.getString("ended"))));
    }
}
