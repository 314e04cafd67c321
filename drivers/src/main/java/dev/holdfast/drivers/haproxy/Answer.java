package dev.holdfast.drivers.haproxy;

import java.util.List;
import java.util.Optional;

/** What HAProxy answered to several commands on one connection: lines, among them tables. */
record Answer(String text, List<String> lines) {
    private static final String STATES = "# be_id ";
    private static final String STATISTICS = "# pxname,";

    /** The line above the servers' table is the number of its format. */
    private static final int HEADER = 1;

    static Answer of(String text) {
        return new Answer(text, text.lines().toList());
    }

    /** Whether the tables of the servers and of the statistics are there, in this order and in full. */
    boolean isComplete() {
        // Each answer ends with an empty line, so one that broke off is known by its end.
        return indexOf(STATES) >= 0 && indexOf(STATISTICS) > indexOf(STATES) && text.endsWith("\n\n");
    }

    Table states() {
        return Table.spaced(lines.subList(indexOf(STATES), indexOf(STATISTICS)));
    }

    Table statistics() {
        return Table.commaSeparated(lines.subList(indexOf(STATISTICS), lines.size()));
    }

    /** The lines before the first table, or all. */
    List<String> before() {
        int states = indexOf(STATES);
        return states < 0 ? lines : lines.subList(0, Math.max(0, states - HEADER));
    }

    /** As {@link #before}, on one line. */
    String complaints() {
        return String.join(
                        " ", before().stream().filter(line -> !line.isBlank()).toList())
                .strip();
    }

    /** What follows {@code name: } on one of the lines before the first table. */
    Optional<String> field(String name) {
        return before().stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2).strip())
                .findFirst();
    }

    private int indexOf(String start) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return i;
            }
        }
        return -1;
    }
}
