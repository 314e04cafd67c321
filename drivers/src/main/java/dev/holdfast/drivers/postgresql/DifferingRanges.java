package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.database.Comparison.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the keys of a table at which a standby differs: cuts the primary's rows into slices, and those that differ again.
 *
 * <p>Each slice is read for itself, so that one which can't be read does not hide the others.
 */
final class DifferingRanges {
    private static final int SLICES = 32;
    private static final int SMALL_ENOUGH = 64;
    private static final int RANGES_NAMED = 16;

    private final UserTable table;
    private final Snapshot primary;
    private final Snapshot standby;
    private final Deadline deadline;

    DifferingRanges(UserTable table, Snapshot primary, Snapshot standby, Deadline deadline) {
        this.table = table;
        this.primary = primary;
        this.standby = standby;
        this.deadline = deadline;
    }

    List<Difference> find() {
        List<Difference> found = new ArrayList<>();
        search(new Slice(Optional.empty(), Optional.empty(), "", ""), found);
        return found;
    }

    private void search(Slice whole, List<Difference> found) {
        for (Slice slice : slices(whole)) {
            Reading there = read(slice, primary);
            Reading here = read(slice, standby);
            if (there.equals(here)) {
                continue;
            }
            if (found.size() >= RANGES_NAMED) {
                found.add(difference("more behind " + label(slice), there, here));
                return;
            }
            if (slice.same(whole) || isSmall(slice, there)) {
                found.add(difference(label(slice), there, here));
            } else {
                search(slice, found);
            }
        }
    }

    private boolean isSmall(Slice slice, Reading there) {
        if (table.column().isPlace()) {
            return slice.first().equals(slice.last());
        }
        return there.rows() >= 0 && there.rows() <= SMALL_ENOUGH;
    }

    private Reading read(Slice slice, Snapshot snapshot) {
        return Reading.of(table, true, slice.condition(table.column()), snapshot, deadline);
    }

    /** At the edges a slice is open, because a standby may have rows outside of the primary's keys. */
    private List<Slice> slices(Slice whole) {
        List<Edge> edges = table.column().isPlace() ? blocks(whole) : keys(whole);
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < edges.size(); i++) {
            Edge edge = edges.get(i);
            slices.add(new Slice(
                    i == 0 ? whole.from() : Optional.of(edge.from()),
                    i == edges.size() - 1
                            ? whole.below()
                            : Optional.of(edges.get(i + 1).from()),
                    edge.first(),
                    edge.last()));
        }
        return slices.isEmpty() ? List.of(whole) : slices;
    }

    private List<Edge> keys(Slice whole) {
        return readPrimary(session -> session.query(table.slices(SLICES, whole.condition(table.column())), rows -> {
            List<Edge> edges = new ArrayList<>();
            while (rows.next()) {
                edges.add(new Edge(rows.getString(1), rows.getString(1), rows.getString(2)));
            }
            return edges;
        }));
    }

    private List<Edge> blocks(Slice whole) {
        long first = whole.first().isEmpty() ? 0 : Long.parseLong(whole.first());
        long end = whole.last().isEmpty()
                ? Long.parseLong(
                        readPrimary(session -> session.value(table.blocks()).orElse("0")))
                : Long.parseLong(whole.last()) + 1;
        long step = Math.max(1, Math.ceilDiv(end - first, SLICES));
        List<Edge> edges = new ArrayList<>();
        for (long block = first; block < end; block += step) {
            long last = Math.min(end, block + step) - 1;
            edges.add(new Edge("(%d,0)".formatted(block), String.valueOf(block), String.valueOf(last)));
        }
        return edges;
    }

    private <T> T readPrimary(Session.SqlWork<T> work) {
        try {
            return primary.read(work, deadline);
        } catch (SessionException e) {
            throw Comparing.impossible(primary.server(), e);
        }
    }

    private String label(Slice slice) {
        if (slice.first().isEmpty()) {
            return "whole table";
        }
        return "%s %s..%s".formatted(table.column().label(), slice.first(), slice.last());
    }

    private Difference difference(String range, Reading there, Reading here) {
        String why = switch (here) {
            case Reading.Sum sum -> "";
            case Reading.Unreadable unreadable -> ": can't be read: " + unreadable.reason();
        };
        return new Difference(standby.server().name(), table.label(), range + why, there.rows(), here.rows());
    }

    /**
     * Where a slice begins.
     *
     * @param first what it begins with, for people
     * @param last what it ends with, for people
     */
    private record Edge(String from, String first, String last) {}

    /** A part of the keys. */
    private record Slice(Optional<String> from, Optional<String> below, String first, String last) {

        boolean same(Slice other) {
            return from.equals(other.from) && below.equals(other.below);
        }

        String condition(UserTable.Column column) {
            return from.map(key -> bound(column, ">=", key)).orElse("true")
                    + below.map(key -> " and " + bound(column, "<", key)).orElse("");
        }

        private static String bound(UserTable.Column column, String operator, String key) {
            return "%s %s '%s'::%s".formatted(column.name(), operator, key.replace("'", "''"), column.type());
        }
    }
}
