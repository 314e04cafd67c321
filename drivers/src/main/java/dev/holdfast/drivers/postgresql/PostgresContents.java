package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.drivers.Parallel;
import dev.holdfast.engine.spi.DatabaseContents;
import dev.holdfast.model.database.Comparison;
import dev.holdfast.model.database.Comparison.Difference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compares the tables of a primary with those of its standbys. */
final class PostgresContents implements DatabaseContents {
    private final Servers servers;

    PostgresContents(Servers servers) {
        this.servers = servers;
    }

    @Override
    public Comparison compare(
            String primary, List<String> standbys, boolean rows, Duration longestPause, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        Server server = servers.get(primary);
        List<UserTable> tables =
                Comparing.ask(server, deadline, session -> session.query(UserTable.SQL, UserTable::read));
        try (ConsistentPoint point = ConsistentPoint.take(
                server, standbys.stream().map(servers::get).toList(), tables, longestPause, deadline)) {
            List<Measured> measured = Parallel.each(tasks(point, tables), task -> task.measure(rows, deadline));
            List<Difference> differences = new ArrayList<>();
            for (UserTable table : tables) {
                differences.addAll(differences(table, point, measured, rows, deadline));
            }
            long counted = measured.stream()
                    .filter(one -> one.task().snapshot() == point.primary())
                    .mapToLong(one -> Math.max(0, one.reading().rows()))
                    .sum();
            return new Comparison(point.at(), point.paused(), tables.size(), counted, standbys, differences);
        }
    }

    private static List<Task> tasks(ConsistentPoint point, List<UserTable> tables) {
        return tables.stream()
                .flatMap(table -> Stream.concat(Stream.of(point.primary()), point.standbys().stream())
                        .map(snapshot -> new Task(table, snapshot)))
                .toList();
    }

    private static List<Difference> differences(
            UserTable table, ConsistentPoint point, List<Measured> measured, boolean rows, Deadline deadline) {
        Reading there = reading(table, point.primary(), measured);
        if (there instanceof Reading.Unreadable unreadable) {
            String primary = point.primary().server().name();
            return List.of(new Difference(primary, table.label(), "can't be read: " + unreadable.reason(), -1, -1));
        }
        List<Difference> differences = new ArrayList<>();
        for (Snapshot standby : point.standbys()) {
            Reading here = reading(table, standby, measured);
            if (here.equals(there)) {
                continue;
            }
            List<Difference> ranges =
                    rows ? new DifferingRanges(table, point.primary(), standby, deadline).find() : List.of();
            differences.addAll(
                    ranges.isEmpty()
                            ? List.of(new Difference(
                                    standby.server().name(), table.label(), "whole table", there.rows(), here.rows()))
                            : ranges);
        }
        return differences;
    }

    private static Reading reading(UserTable table, Snapshot snapshot, List<Measured> measured) {
        return measured.stream()
                .filter(one -> one.task().table().equals(table) && one.task().snapshot() == snapshot)
                .findFirst()
                .orElseThrow()
                .reading();
    }

    /** A table to be read on one server. */
    private record Task(UserTable table, Snapshot snapshot) {
        Measured measure(boolean rows, Deadline deadline) {
            return new Measured(this, Reading.of(table, rows, "true", snapshot, deadline));
        }
    }

    private record Measured(Task task, Reading reading) {}
}
