package dev.holdfast.drivers.haproxy;

import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.balancer.ServerState.Admin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What HAProxy answers to changes, {@code show servers state} and {@code show stat}, on one connection in this order.
 *
 * @param complaints what it says of the changes; a change that worked says nothing
 * @param servers in the order of the backend
 * @param complete whether both tables came in full
 */
record BackendReport(String complaints, List<ServerState> servers, boolean complete) {
    private static final String STATES = "# be_id ";
    private static final String STATISTICS = "# pxname,";

    /**
     * The flags of {@code srv_admin_state} that keep a server out: forced (1), inherited from the server it tracks (2), and
     * without an address (32). Flag 4 says only that the configuration file has the server disabled; it stays after an
     * operator made the server ready.
     */
    private static final int OUT = 0x01 | 0x02 | 0x20;

    /** Forced (8), or inherited from the server it tracks (16). */
    private static final int DRAINING = 0x08 | 0x10;

    BackendReport {
        servers = List.copyOf(servers);
    }

    /** The commands whose answers, after those of any changes, make a report. */
    static List<String> questions(String backend) {
        // The statistics are of the servers (type 4) of all backends: a name would find a frontend of that name first.
        return List.of("show servers state " + backend, "show stat -1 4 -1");
    }

    static BackendReport parse(String backend, String answer) {
        List<String> lines = answer.lines().toList();
        int states = indexOf(lines, STATES);
        int statistics = indexOf(lines, STATISTICS);
        // Each answer ends with an empty line, so an answer that broke off is known by its end.
        if (states < 0 || statistics < states || !answer.endsWith("\n\n")) {
            return new BackendReport(text(lines), List.of(), false);
        }
        Map<String, Traffic> traffic = traffic(backend, lines.subList(statistics, lines.size()));
        List<ServerState> servers = new ArrayList<>();
        Table table = Table.of(lines.subList(states, statistics), " ");
        for (List<String> row : table.rows()) {
            String name = table.cell(row, "srv_name");
            Optional<Traffic> seen = Optional.ofNullable(traffic.get(name));
            seen.ifPresent(found ->
                    servers.add(found.of(name, admin(Integer.parseInt(table.cell(row, "srv_admin_state"))))));
        }
        // The line above the first table is the number of its format.
        String complaints = text(lines.subList(0, Math.max(0, states - 1)));
        return new BackendReport(
                complaints, servers, servers.size() == table.rows().size());
    }

    static Admin admin(int flags) {
        if ((flags & OUT) != 0) {
            return Admin.MAINT;
        }
        return (flags & DRAINING) != 0 ? Admin.DRAIN : Admin.READY;
    }

    private static Map<String, Traffic> traffic(String backend, List<String> lines) {
        Table table = Table.of(lines, ",");
        Map<String, Traffic> traffic = new HashMap<>();
        for (List<String> row : table.rows()) {
            if (table.cell(row, "pxname").equals(backend)) {
                traffic.put(
                        table.cell(row, "svname"),
                        new Traffic(
                                table.cell(row, "status"),
                                Integer.parseInt(table.cell(row, "weight")),
                                Integer.parseInt(table.cell(row, "scur"))));
            }
        }
        return traffic;
    }

    private static int indexOf(List<String> lines, String start) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return i;
            }
        }
        return -1;
    }

    private static String text(List<String> lines) {
        return String.join(" ", lines.stream().filter(line -> !line.isBlank()).toList())
                .strip();
    }

    /** What the statistics say of a server; {@code no check} is the status of one that counts as up because nobody looks. */
    private record Traffic(String status, int weight, int sessions) {
        ServerState of(String name, Admin admin) {
            boolean serving = status.startsWith("UP") || status.equals("no check");
            return new ServerState(name, admin, serving && weight > 0, sessions);
        }
    }

    /** A table whose first line names the columns; it ends at the first empty line. */
    private record Table(List<String> columns, List<List<String>> rows) {
        static Table of(List<String> lines, String separator) {
            List<String> columns = cells(lines.getFirst().substring(2), separator);
            List<List<String>> rows = lines.stream()
                    .skip(1)
                    .takeWhile(line -> !line.isBlank())
                    .map(line -> cells(line, separator))
                    .toList();
            return new Table(columns, rows);
        }

        /** Quoted cells are not looked into: all that hold free text come after the columns that are read here. */
        private static List<String> cells(String line, String separator) {
            return Arrays.asList(line.split(separator, -1));
        }

        String cell(List<String> row, String column) {
            return row.get(columns.indexOf(column));
        }
    }
}
