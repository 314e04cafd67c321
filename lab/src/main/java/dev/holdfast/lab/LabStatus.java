package dev.holdfast.lab;

import dev.holdfast.lab.ServerStatus.State;
import java.nio.file.Path;
import java.util.List;

/**
 * The lab now.
 *
 * @param faults the sentences of the faults that last
 */
public record LabStatus(Path directory, List<ServerStatus> servers, List<String> faults) {

    public LabStatus {
        servers = List.copyOf(servers);
        faults = List.copyOf(faults);
    }

    /** Whether anything of the lab runs. */
    public boolean running() {
        return servers.stream().anyMatch(server -> server.state() != State.DOWN);
    }

    /** Whether every server that {@code up} was asked for answers. */
    public boolean complete() {
        return running()
                && servers.stream()
                        .filter(server -> withService() || !comesWithService(server))
                        .allMatch(server -> server.state() == State.UP);
    }

    private boolean withService() {
        return servers.stream().anyMatch(server -> comesWithService(server) && server.state() != State.DOWN);
    }

    /** Without the service there is nothing that a name would lead to, and nobody who needs what only a region has. */
    private static boolean comesWithService(ServerStatus server) {
        return List.of(Lab.SERVICE, Lab.DNS, Lab.REGIONAL_DATABASE, Lab.KUBERNETES, Lab.LIMITER)
                .contains(server.kind());
    }
}
