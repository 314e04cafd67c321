package dev.holdfast.lab;

import dev.holdfast.lab.fault.Faults;
import dev.holdfast.lab.process.ControlGroup;
import dev.holdfast.lab.process.Daemons;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.Ports;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.ProcessTable;
import dev.holdfast.lab.process.SharedMemory;
import dev.holdfast.lab.server.KubernetesServer;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.lab.server.LabProgress;
import dev.holdfast.lab.server.LabProgress.Phase;
import dev.holdfast.lab.server.LabServer;
import dev.holdfast.lab.server.PostgresCluster;
import dev.holdfast.lab.server.PostgresNode;
import dev.holdfast.lab.server.Together;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Ends everything of a lab: first in good order, then whatever is left. */
final class Ending {
    private static final Duration GRACE = Duration.ofSeconds(4);
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);

    private final LabContext context;
    private final Consumer<LabProgress> report;
    private final PostgresCluster cluster;

    Ending(LabContext context, Consumer<LabProgress> report) {
        this.context = context;
        this.report = report;
        this.cluster = new PostgresCluster(context);
    }

    /** Returns how many processes there were. */
    int end(List<LabServer> servers, List<HostPort> addresses) {
        List<ProcessEntry> before = members();
        new Faults(context).clear();
        // It would start again what is ended before it.
        servers.stream().filter(KubernetesServer.class::isInstance).forEach(this::end);
        List<Runnable> tasks = new ArrayList<>();
        servers.forEach(server -> tasks.add(() -> end(server)));
        cluster.nodes().forEach(node -> tasks.add(() -> end(node)));
        Together.all(tasks);
        // Sessions of an ssh server are no longer found through it once it is gone.
        Daemons.end(
                Stream.concat(Daemons.living(before).stream(), members().stream())
                        .distinct()
                        .toList(),
                "KILL",
                LAST_WAIT);
        SharedMemory.removeOrphans(context.account());
        context.plan().regions().stream().map(ControlGroup::of).forEach(ControlGroup::remove);
        proveNothingIsLeft(before.size(), addresses);
        return before.size();
    }

    private void end(LabServer server) {
        server.process().ifPresent(process -> {
            Instant began = Instant.now();
            Daemons.end(List.of(process), server.stopSignal(), GRACE);
            stopped(server.name(), server.addresses().getFirst(), began);
        });
    }

    private void end(PostgresNode node) {
        if (node.postmaster().isPresent()) {
            Instant began = Instant.now();
            node.stop("INT");
            stopped(node.name(), node.address(), began);
        }
    }

    private void stopped(String server, HostPort address, Instant began) {
        report.accept(
                new LabProgress(server, address.toString(), Phase.STOPPED, Duration.between(began, Instant.now()), ""));
    }

    private List<ProcessEntry> members() {
        return context.daemons()
                .members(cluster.nodes().stream()
                        .map(node -> context.directory().dataDirectory(node.name()))
                        .toList());
    }

    /** A port that somebody else took while the lab was down is not the lab's. */
    private void proveNothingIsLeft(int before, List<HostPort> addresses) {
        boolean gone = Poll.until(LAST_WAIT, () -> members().isEmpty());
        if (!gone) {
            throw new HoldfastException(
                    ErrorCode.LAB_SERVER_FAILED,
                    "Processes of the lab can't be ended: "
                            + String.join(
                                    ", ",
                                    members().stream()
                                            .map(ProcessEntry::pid)
                                            .map(ProcessTable::describe)
                                            .toList()),
                    "end them by hand",
                    null);
        }
        if (before > 0 && !Poll.until(LAST_WAIT, () -> Ports.taken(addresses).isEmpty())) {
            throw new HoldfastException(
                    ErrorCode.LAB_PORT_IN_USE,
                    "The lab is down, but somebody listens on %s".formatted(Ports.taken(addresses)));
        }
    }
}
