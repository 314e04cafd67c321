package dev.holdfast.lab;

import dev.holdfast.lab.ServerStatus.State;
import dev.holdfast.lab.kubernetes.LabWorkloads;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.server.Balancer;
import dev.holdfast.lab.server.DnsServer;
import dev.holdfast.lab.server.KubernetesServer;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.lab.server.LabServer;
import dev.holdfast.lab.server.PodProgram;
import dev.holdfast.lab.server.PostgresCluster;
import dev.holdfast.lab.server.PostgresNode;
import dev.holdfast.lab.server.RateLimiter;
import dev.holdfast.lab.server.RegionalDatabase;
import dev.holdfast.lab.server.ServiceInstance;
import dev.holdfast.lab.server.SshHost;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at every server of a lab at once. */
final class Looking {
    private final LabContext context;

    Looking(LabContext context) {
        this.context = context;
    }

    List<ServerStatus> servers() {
        PostgresCluster cluster = new PostgresCluster(context);
        Set<String> wanted = LabWorkloads.toLookAt(context).wanted();
        return Stream.concat(
                        cluster.nodes().stream().map(node -> later(() -> look(cluster, node))),
                        LabServers.all(context).stream()
                                .filter(server -> counts(server, wanted))
                                .map(server -> later(() -> look(server))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** An empty slot is not a server that is down. */
    private static boolean counts(LabServer server, Set<String> wanted) {
        return !(server instanceof PodProgram)
                || wanted.contains(server.name())
                || server.process().isPresent();
    }

    private static CompletableFuture<ServerStatus> later(Supplier<ServerStatus> look) {
        return CompletableFuture.supplyAsync(look, Thread::startVirtualThread);
    }

    private static ServerStatus look(PostgresCluster cluster, PostgresNode node) {
        Optional<ProcessEntry> process = node.postmaster();
        Optional<String> role = process.flatMap(running -> cluster.role(node));
        return new ServerStatus(
                node.name(),
                "postgresql",
                node.node().region().name(),
                node.address().toString(),
                state(process, role.isPresent()),
                pid(process),
                process.filter(ProcessEntry::paused)
                        .map(paused -> "paused")
                        .or(() -> role)
                        .orElse(""));
    }

    private static ServerStatus look(LabServer server) {
        Optional<ProcessEntry> process = server.process();
        return new ServerStatus(
                server.name(),
                kind(server),
                server.region().name(),
                server.addresses().getFirst().toString(),
                state(process, process.isPresent() && server.answers()),
                pid(process),
                "");
    }

    private static String kind(LabServer server) {
        return switch (server) {
            case Balancer balancer -> "haproxy";
            case SshHost host -> "sshd";
            case DnsServer dns -> Lab.DNS;
            case RegionalDatabase database -> Lab.REGIONAL_DATABASE;
            case KubernetesServer kubernetes -> Lab.KUBERNETES;
            case ServiceInstance instance -> Lab.SERVICE;
            case RateLimiter limiter -> Lab.LIMITER;
        };
    }

    private static State state(Optional<ProcessEntry> process, boolean answers) {
        if (process.isEmpty()) {
            return State.DOWN;
        }
        return answers ? State.UP : State.SILENT;
    }

    private static OptionalLong pid(Optional<ProcessEntry> process) {
        return process.map(ProcessEntry::pid).map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
