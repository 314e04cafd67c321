package dev.holdfast.drivers.haproxy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A table whose first line names the columns, after a {@code #}; it ends at the first empty line. */
record Table(List<String> columns, List<List<String>> rows) {

    /** With cells between spaces. */
    static Table spaced(List<String> lines) {
        List<String> columns = Arrays.asList(lines.getFirst().substring(2).split(" ", -1));
        return new Table(
                columns,
                rows(lines).map(line -> Arrays.asList(line.split(" ", -1))).toList());
    }

    /** With cells between commas, some of them quoted. */
    static Table commaSeparated(List<String> lines) {
        List<String> columns = cells(lines.getFirst().substring(2));
        return new Table(columns, rows(lines).map(Table::cells).toList());
    }

    private static Stream<String> rows(List<String> lines) {
        return lines.stream().skip(1).takeWhile(line -> !line.isBlank());
    }

    /** A quoted cell may hold commas, and quotes twice. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                boolean twice = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (twice) {
                    cell.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    String cell(List<String> row, String column) {
        return row.get(columns.indexOf(column));
    }

    /** The number in a cell; 0 when it is empty, as where a column means nothing. */
    long number(List<String> row, String column) {
        String cell = cell(row, column);
        return cell.isEmpty() ? 0 : Long.parseLong(cell);
    }
}
