package dev.holdfast.drivers.postgresql;

import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the control file of a stopped server says.
 *
 * @param system the cluster's identifier
 * @param state such as {@code shut down}
 * @param timeline the newest that it was on
 * @param reached its log ends there, or behind it
 * @param segmentSize of a file of the log, in bytes
 */
record ControlData(String system, String state, int timeline, Lsn reached, long segmentSize) {

    /** Reads the output of {@code pg_controldata}. */
    static ControlData parse(String output) {
        Map<String, String> lines = output.lines()
                .filter(line -> line.contains(":"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).strip(),
                        (first, second) -> first));
        // A record of some length starts there.
        Lsn checkpoint =
                new Lsn(Lsn.parse(line(lines, "Latest checkpoint location")).position() + 1);
        Lsn recovered = Lsn.parse(line(lines, "Minimum recovery ending location"));
        int checkpointTimeline = Integer.parseInt(line(lines, "Latest checkpoint's TimeLineID"));
        int recoveredTimeline = Integer.parseInt(line(lines, "Min recovery ending loc's timeline"));
        return new ControlData(
                line(lines, "Database system identifier"),
                line(lines, "Database cluster state"),
                Math.max(checkpointTimeline, recoveredTimeline),
                checkpoint.compareTo(recovered) >= 0 ? checkpoint : recovered,
                Long.parseLong(line(lines, "Bytes per WAL segment")));
    }

    /** The name of the file of the log that ends at a position, or holds what comes before it. */
    String segmentBefore(Lsn position, int onTimeline) {
        long number = Long.divideUnsigned(position.position() - 1, segmentSize);
        long perName = 0x1_0000_0000L / segmentSize;
        return "%08X%08X%08X".formatted(onTimeline, number / perName, number % perName);
    }

    /** Whether nothing has to be replayed before its files can be worked on. */
    boolean stoppedCleanly() {
        return state.equals("shut down") || state.equals("shut down in recovery");
    }

    private static String line(Map<String, String> lines, String label) {
        return Optional.ofNullable(lines.get(label))
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.COMMAND_FAILED, "pg_controldata shows no line '" + label + "'"));
    }
}
