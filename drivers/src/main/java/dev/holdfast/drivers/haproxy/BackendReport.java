package dev.holdfast.drivers.haproxy;

import java.util.List;

/**
 * What HAProxy answers to changes, {@code show servers state} and {@code show stat}, on one connection in this order.
 *
 * @param complaints what it says of the changes; a change that worked says nothing
 * @param servers in the order of the backend
 * @param complete whether both tables came in full
 */
record BackendReport(String complaints, List<SeenServer> servers, boolean complete) {

    BackendReport {
        servers = List.copyOf(servers);
    }

    /** The commands whose answers, after those of any changes, make a report. */
    static List<String> questions(String backend) {
        // The statistics are of the servers (type 4) of all backends: a name would find a frontend of that name first.
        return List.of("show servers state " + backend, "show stat -1 4 -1");
    }

    static BackendReport parse(String text) {
        Answer answer = Answer.of(text);
        if (!answer.isComplete()) {
            return new BackendReport(answer.complaints(), List.of(), false);
        }
        Table states = answer.states();
        List<SeenServer> servers = SeenServer.all(states, answer.statistics());
        return new BackendReport(
                answer.complaints(), servers, servers.size() == states.rows().size());
    }
}
