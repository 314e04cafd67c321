package dev.holdfast.app.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells, shown in columns that are as wide as their widest cell; the last column is not filled up. */
public final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a row; all rows have the same number of cells. */
    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** The lines, without their ends. */
    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size() - 1; column++) {
            String cell = row.get(column);
            line.append(cell).repeat(' ', width(column) - Visible.length(cell)).append(GAP);
        }
        return line.append(row.getLast()).toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> Visible.length(row.get(column)))
                .max()
                .orElse(0);
    }
}
