package dev.holdfast.engine.evacuation;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * In which order the services of a region are moved away: each after those that it depends on, and otherwise all at the same time. A
 * service is what clients find under a DNS name; a deployment without one is used from where it is, and only hands on what it
 * depends on.
 *
 * @param from the region that is left
 * @param to the region that takes over; empty when the others share it
 * @param moves in an order in which each comes after those that it waits for
 */
public record EvacuationPlan(String from, Optional<String> to, List<Move> moves) {
    public EvacuationPlan {
        moves = List.copyOf(moves);
    }

    /**
     * One service that is moved.
     *
     * @param service its DNS name in the topology
     * @param after the services that must have been moved before
     */
    public record Move(String service, List<String> after) {
        public Move {
            after = List.copyOf(after);
        }
    }

    /**
     * Plans to leave a region.
     *
     * @throws HoldfastException {@code COMPONENT_UNKNOWN} for a region that does not exist or answers for nothing, {@code
     *     TOPOLOGY_INVALID} when deployments depend on each other in a circle
     */
    public static EvacuationPlan of(Topology topology, String from, Optional<String> to) {
        topology.region(from);
        to.ifPresent(topology::region);
        Map<String, List<String>> waits = new Dependencies(topology, from).ofServices();
        if (waits.isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.COMPONENT_UNKNOWN, "a service that clients are led to in %s".formatted(from));
        }
        return new EvacuationPlan(from, to, ordered(waits));
    }

    private static List<Move> ordered(Map<String, List<String>> waits) {
        List<Move> ordered = new ArrayList<>();
        Set<String> moved = new HashSet<>();
        Map<String, List<String>> left = new LinkedHashMap<>(waits);
        while (!left.isEmpty()) {
            List<String> free = left.entrySet().stream()
                    .filter(entry -> moved.containsAll(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (free.isEmpty()) {
                throw new HoldfastException(
                        ErrorCode.TOPOLOGY_INVALID,
                        "depends_on: some of these services wait for each other in a circle: %s"
                                .formatted(left.keySet()));
            }
            free.forEach(name -> ordered.add(
                    new Move(name, Optional.ofNullable(left.remove(name)).orElse(List.of()))));
            moved.addAll(free);
        }
        return ordered;
    }

    /** The services that can be moved at the same time, wave after wave, if each took as long as the others. */
    public List<List<String>> waves() {
        Map<String, Integer> wave = new HashMap<>();
        List<List<String>> waves = new ArrayList<>();
        for (Move move : moves) {
            int number = move.after().stream()
                    .mapToInt(before -> wave.getOrDefault(before, 0) + 1)
                    .max()
                    .orElse(0);
            wave.put(move.service(), number);
            while (waves.size() <= number) {
                waves.add(new ArrayList<>());
            }
            waves.get(number).add(move.service());
        }
        return waves.stream().map(List::copyOf).toList();
    }

    /** The plan as a runbook: one step for each service, that needs the steps of those that it depends on. */
    public String runbook() {
        StringBuilder text = new StringBuilder("""
                # Written by `holdfast evacuation`. All services leave %1$s, each after those that it depends on.
                name: Evacuation of %1$s
                triggers: [region_health_check_failed, region_unreachable]
                steps:
                """.formatted(from));
        moves.forEach(move ->
                text.append("  - %s: { operation: region-failover, needs: [%s], timeout: 10m, with: { %s } }%n"
                        .formatted(move.service(), String.join(", ", move.after()), parameters(move))));
        return text.toString();
    }

    private String parameters(Move move) {
        String always = "dns: %s, from: %s".formatted(move.service(), from);
        return to.map(region -> always + ", to: " + region).orElse(always);
    }

    /** Which services of a region wait for which others. */
    private record Dependencies(Topology topology, String from) {

        Map<String, List<String>> ofServices() {
            Map<String, DeploymentSpec> deployments = new HashMap<>();
            topology.deployments().forEach(deployment -> deployments.put(deployment.name(), deployment));
            Map<String, List<String>> names = new HashMap<>();
            Map<String, List<String>> waits = new LinkedHashMap<>();
            List<DnsSpec> left = topology.dns().stream().filter(this::leads).toList();
            left.forEach(dns -> names.computeIfAbsent(dns.deployment(), _ -> new ArrayList<>())
                    .add(dns.name()));
            left.forEach(dns -> {
                Set<String> needed = new HashSet<>();
                collect(dns.deployment(), deployments, names, new HashSet<>(), needed);
                waits.put(dns.name(), needed.stream().sorted().toList());
            });
            return waits;
        }

        private boolean leads(DnsSpec dns) {
            return dns.answers().stream().anyMatch(answer -> answer.region().equals(from));
        }

        /** The services that a deployment depends on, through deployments that are none. */
        private static void collect(
                String deployment,
                Map<String, DeploymentSpec> deployments,
                Map<String, List<String>> names,
                Set<String> seen,
                Set<String> needed) {
            for (String other : Optional.ofNullable(deployments.get(deployment))
                    .map(DeploymentSpec::dependsOn)
                    .orElse(List.of())) {
                List<String> services = Optional.ofNullable(names.get(other)).orElse(List.of());
                needed.addAll(services);
                if (services.isEmpty() && seen.add(other)) {
                    collect(other, deployments, names, seen, needed);
                }
            }
        }
    }
}
