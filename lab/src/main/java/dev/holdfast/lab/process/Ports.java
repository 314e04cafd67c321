package dev.holdfast.lab.process;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks whether the addresses of the lab are free. */
public final class Ports {
    private Ports() {}

    /** Throws when any of these is taken by a process that is not one of ours, naming all of them. */
    public static void refuseForeign(Collection<HostPort> needed, Collection<ProcessEntry> ours) {
        Set<Long> sockets = ours.stream()
                .flatMap(process -> Listener.sockets(process.pid()).stream())
                .collect(Collectors.toSet());
        List<Listener> foreign = Listener.all().stream()
                .filter(listener -> !sockets.contains(listener.inode()))
                .toList();
        List<String> problems = needed.stream()
                .flatMap(address -> foreign.stream()
                        .filter(listener -> listener.occupies(address))
                        .limit(1)
                        .map(listener -> problem(address, listener)))
                .toList();
        if (!problems.isEmpty()) {
            throw new HoldfastException(ErrorCode.LAB_PORT_IN_USE, String.join("\n", problems));
        }
    }

    private static String problem(HostPort address, Listener listener) {
        return "%s is taken by %s"
                .formatted(
                        address,
                        listener.owner()
                                .map(owner -> ProcessTable.describe(owner.pid()))
                                .orElse("a process of another user"));
    }

    /** Those of the addresses that somebody listens on. */
    public static List<HostPort> taken(Collection<HostPort> addresses) {
        List<Listener> listeners = Listener.all();
        return addresses.stream()
                .filter(address -> listeners.stream().anyMatch(listener -> listener.occupies(address)))
                .toList();
    }
}
