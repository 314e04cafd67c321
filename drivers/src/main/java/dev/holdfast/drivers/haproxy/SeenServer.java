package dev.holdfast.drivers.haproxy;

import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.balancer.ServerState.Admin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server of a backend, by {@code show servers state} and {@code show stat} together.
 *
 * @param weight what it has now
 * @param usual what its configuration gives it
 * @param backup whether it serves only when no other does
 */
record SeenServer(String backend, ServerState state, int weight, int usual, boolean backup) {
    /**
     * The flags of {@code srv_admin_state} that keep a server out: forced (1), inherited from the server it tracks (2), and
     * without an address (32). Flag 4 says only that the configuration file has the server disabled; it stays after an
     * operator made the server ready.
     */
    private static final int OUT = 0x01 | 0x02 | 0x20;

    /** Forced (8), or inherited from the server it tracks (16). */
    private static final int DRAINING = 0x08 | 0x10;

    /** The type of a server's line among the statistics. */
    private static final long SERVER = 2;

    String name() {
        return state.name();
    }

    /** All servers that both tables know, in the order of the first. */
    static List<SeenServer> all(Table states, Table statistics) {
        Map<String, List<String>> traffic = new HashMap<>();
        for (List<String> row : statistics.rows()) {
            if (statistics.number(row, "type") == SERVER) {
                traffic.put(statistics.cell(row, "pxname") + "/" + statistics.cell(row, "svname"), row);
            }
        }
        List<SeenServer> servers = new ArrayList<>();
        for (List<String> row : states.rows()) {
            String key = states.cell(row, "be_name") + "/" + states.cell(row, "srv_name");
            Optional.ofNullable(traffic.get(key)).ifPresent(seen -> servers.add(of(states, row, statistics, seen)));
        }
        return List.copyOf(servers);
    }

    private static SeenServer of(Table states, List<String> row, Table statistics, List<String> seen) {
        String status = statistics.cell(seen, "status");
        // One that nobody checks counts as up.
        boolean serving = status.startsWith("UP") || status.equals("no check");
        ServerState state = new ServerState(
                states.cell(row, "srv_name"),
                admin((int) states.number(row, "srv_admin_state")),
                serving && statistics.number(seen, "weight") > 0,
                (int) statistics.number(seen, "scur"));
        return new SeenServer(
                states.cell(row, "be_name"),
                state,
                (int) states.number(row, "srv_uweight"),
                (int) states.number(row, "srv_iweight"),
                statistics.number(seen, "bck") > 0);
    }

    static Admin admin(int flags) {
        if ((flags & OUT) != 0) {
            return Admin.MAINT;
        }
        return (flags & DRAINING) != 0 ? Admin.DRAIN : Admin.READY;
    }
}
