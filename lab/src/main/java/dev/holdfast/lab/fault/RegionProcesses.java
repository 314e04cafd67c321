package dev.holdfast.lab.fault;

import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.ControlGroup;
import dev.holdfast.lab.process.Listener;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.ProcessTable;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.lab.server.PostgresCluster;
import dev.holdfast.lab.server.PostgresNode;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Every process of a region, whoever started it: what works in a data directory of it, what listens on an address of it, what
 * came from those, and what is in its control group.
 */
final class RegionProcesses {
    private static final Duration EFFECT = Duration.ofSeconds(15);

    private final LabContext context;
    private final LabRegion region;
    private final ControlGroup group;

    RegionProcesses(LabContext context, LabRegion region) {
        this.context = context;
        this.region = region;
        this.group = ControlGroup.of(region);
    }

    /** Those that live now; whoever comes from another one comes after it. */
    List<ProcessEntry> all() {
        Map<Long, ProcessEntry> all = new LinkedHashMap<>();
        ProcessTable.withDescendants(roots()).forEach(process -> all.put(process.pid(), process));
        group.processes().forEach(process -> all.putIfAbsent(process.pid(), process));
        return List.copyOf(all.values());
    }

    private List<ProcessEntry> roots() {
        List<PostgresNode> nodes = new PostgresCluster(context)
                .nodes().stream()
                        .filter(node -> node.node().region().equals(region))
                        .toList();
        List<Path> directories = nodes.stream()
                .map(node -> context.directory().dataDirectory(node.name()))
                .toList();
        Set<Long> inodes = Listener.all().stream()
                .filter(listener -> listener.address().host().startsWith(region.subnetPrefix() + "."))
                .map(Listener::inode)
                .collect(Collectors.toSet());
        // The postmaster first: while it lives, or is not paused, it would replace or add children.
        List<ProcessEntry> roots =
                nodes.stream().flatMap(node -> node.postmaster().stream()).collect(Collectors.toList());
        context.daemons().members(directories).stream()
                .filter(member -> Listener.sockets(member.pid()).stream().anyMatch(inodes::contains))
                .forEach(roots::add);
        nodes.forEach(node -> roots.addAll(node.processes()));
        return roots;
    }

    /** The names of the servers among them, as they were recorded when they started. */
    List<String> servers() {
        Set<Long> pids = all().stream().map(ProcessEntry::pid).collect(Collectors.toSet());
        return context.daemons().names().stream()
                .filter(name -> context.daemons()
                        .find(name)
                        .filter(process -> pids.contains(process.pid()))
                        .isPresent())
                .toList();
    }

    /** Makes all of them members of the control group, also those that somebody else started. */
    ControlGroup adopted() {
        group.adopt(all());
        return group;
    }

    /** A process that was born while the others were being killed is killed next. */
    void kill() {
        repeat("can't be killed", _ -> true, "KILL");
    }

    /** New ones can appear until all stand still. */
    void pause() {
        repeat("did not stand still", process -> !process.paused(), "STOP");
    }

    private void repeat(String failure, Predicate<ProcessEntry> unaffected, String signal) {
        boolean done = Poll.until(EFFECT, () -> {
            List<ProcessEntry> left = all().stream().filter(unaffected).toList();
            Shell.signal(signal, left);
            return left.isEmpty();
        });
        if (!done) {
            throw new HoldfastException(
                    ErrorCode.COMMAND_FAILED, "the processes of region %s %s".formatted(region.name(), failure));
        }
    }
}
