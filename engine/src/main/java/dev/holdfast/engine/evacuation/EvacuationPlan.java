package dev.holdfast.engine.evacuation;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
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
 * In which order the deployments of a region are moved away: each after those that it depends on, and otherwise all at the same
 * time.
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
     * One deployment that is moved.
     *
     * @param after the deployments that must have been moved before
     */
    public record Move(String deployment, List<String> after) {
        public Move {
            after = List.copyOf(after);
        }
    }

    /**
     * Plans to leave a region.
     *
     * @throws HoldfastException {@code COMPONENT_UNKNOWN} for a region that does not exist or runs nothing, {@code TOPOLOGY_INVALID}
     *     when deployments depend on each other in a circle
     */
    public static EvacuationPlan of(Topology topology, String from, Optional<String> to) {
        topology.region(from);
        to.ifPresent(topology::region);
        Map<String, DeploymentSpec> there = new LinkedHashMap<>();
        topology.deployments().stream()
                .filter(deployment -> deployment.instances().stream()
                        .anyMatch(instance -> instance.region().equals(from)))
                .forEach(deployment -> there.put(deployment.name(), deployment));
        if (there.isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.COMPONENT_UNKNOWN, "a deployment with instances in %s".formatted(from));
        }
        Map<String, List<String>> waits = new LinkedHashMap<>();
        there.forEach((name, deployment) -> waits.put(
                name, deployment.dependsOn().stream().filter(there::containsKey).toList()));
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
                        "depends_on: some of these deployments wait for each other in a circle: %s"
                                .formatted(left.keySet()));
            }
            free.forEach(name -> ordered.add(
                    new Move(name, Optional.ofNullable(left.remove(name)).orElse(List.of()))));
            moved.addAll(free);
        }
        return ordered;
    }

    /** The deployments that can be moved at the same time, wave after wave, if each took as long as the others. */
    public List<List<String>> waves() {
        Map<String, Integer> wave = new HashMap<>();
        List<List<String>> waves = new ArrayList<>();
        for (Move move : moves) {
            int number = move.after().stream()
                    .mapToInt(before -> wave.getOrDefault(before, 0) + 1)
                    .max()
                    .orElse(0);
            wave.put(move.deployment(), number);
            while (waves.size() <= number) {
                waves.add(new ArrayList<>());
            }
            waves.get(number).add(move.deployment());
        }
        return waves.stream().map(List::copyOf).toList();
    }

    /** The plan as a runbook: one step for each deployment, that needs the steps of those that it depends on. */
    public String runbook() {
        StringBuilder text = new StringBuilder("""
                # Written by `holdfast evacuation`. Everything that runs in %1$s is moved, each service after those that it depends on.
                name: Evacuation of %1$s
                triggers: [region_health_check_failed, region_unreachable]
                steps:
                """.formatted(from));
        moves.forEach(move ->
                text.append("  - %s: { operation: region-failover, needs: [%s], timeout: 10m, with: { %s } }%n"
                        .formatted(move.deployment(), String.join(", ", move.after()), parameters(move))));
        return text.toString();
    }

    private String parameters(Move move) {
        String always = "deployment: %s, from: %s".formatted(move.deployment(), from);
        return to.map(region -> always + ", to: " + region).orElse(always);
    }
}
