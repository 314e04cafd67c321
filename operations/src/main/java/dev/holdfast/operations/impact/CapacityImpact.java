package dev.holdfast.operations.impact;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.capacity.CapacityOutlook;
import dev.holdfast.operations.capacity.RegionCapacity;
import dev.holdfast.operations.capacity.TrafficRate;
import dev.holdfast.operations.capacity.TrafficSurvey;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How much traffic the region had, and whether the others can carry it. */
final class CapacityImpact {
    private static final Duration READ = Duration.ofSeconds(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Execution execution;
    private final String region;
    private final Set<String> lost;
    private final Set<String> remaining;

    CapacityImpact(Execution execution, String region, Set<String> lost, Set<String> remaining) {
        this.execution = execution;
        this.region = region;
        this.lost = lost;
        this.remaining = remaining;
    }

    /** Of everything that clients come in at; the outputs are those of what is worst off. */
    Part read() {
        List<Seen> all = execution.site().topology().deployments().stream()
                .filter(deployment -> deployment.entrances().stream()
                        .anyMatch(entrance -> entrance.region().equals(region)))
                .map(this::look)
                .toList();
        return new Part(
                all.stream().map(seen -> seen.sentence(region)).toList(),
                all.stream()
                        .max(Comparator.comparing(seen -> seen.outlook().verdict()))
                        .map(Seen::outputs)
                        .orElse(Map.of()));
    }

    private record Seen(String deployment, String share, CapacityOutlook outlook) {
        String sentence(String region) {
            return "%s: %s of it was in %s; %s".formatted(deployment, share, region, outlook.sentence());
        }

        Map<String, String> outputs() {
            return Map.of(
                    "traffic-share", share,
                    "capacity", outlook.verdict().name().toLowerCase(Locale.ROOT),
                    "instances-needed", Integer.toString(outlook.needed()),
                    "instances-ready", Integer.toString(outlook.ready()),
                    "instances-room", Integer.toString(outlook.most()),
                    "unserved", outlook.unserved() + "%",
                    "capacity-basis", outlook.basis());
        }
    }

    private Seen look(DeploymentSpec deployment) {
        List<RegionCapacity> capacities = RegionCapacity.of(
                deployment, execution.site().workloads(deployment.name()).replicas(execution.limit(READ)));
        TrafficSurvey.Rates rates = new TrafficSurvey(execution, deployment).over(BETWEEN_LOOKS);
        return new Seen(
                deployment.name(),
                share(capacities, rates),
                CapacityOutlook.of(capacities, lost, remaining, rates.rates()));
    }

    /** Of the traffic, when all of it can be seen; else of what runs in good times. */
    private String share(List<RegionCapacity> capacities, TrafficSurvey.Rates rates) {
        double total = rates.rates().stream().mapToDouble(TrafficRate::requests).sum();
        Optional<TrafficRate> own = rates.of(region);
        if (rates.silent().isEmpty() && own.isPresent() && total > 0) {
            return percent(own.get().requests() / total);
        }
        double all = capacities.stream().mapToInt(RegionCapacity::usual).sum();
        double usual = capacities.stream()
                .filter(one -> one.region().equals(region))
                .mapToInt(RegionCapacity::usual)
                .sum();
        return all == 0 ? "unknown" : "about " + percent(usual / all);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f%%", share * 100);
    }
}
