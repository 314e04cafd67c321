package dev.holdfast.operations.capacity;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DeploymentSpec.InstanceSpec;
import dev.holdfast.operations.concurrent.Attempt;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out how much traffic of a deployment comes in at each region, by two looks at every load balancer. */
public final class TrafficSurvey {
    private static final Duration READ = Duration.ofSeconds(1);

    private final Execution execution;
    private final DeploymentSpec deployment;

    public TrafficSurvey(Execution execution, DeploymentSpec deployment) {
        this.execution = execution;
        this.deployment = deployment;
    }

    /**
     * One look at every load balancer.
     *
     * @param looks of those that answered, by the load balancer's name
     * @param silent a sentence for each that did not, by its region
     */
    public record Looks(Map<String, TrafficLook> looks, Map<String, String> silent) {
        public Looks {
            looks = Map.copyOf(looks);
            silent = Map.copyOf(silent);
        }
    }

    /**
     * What went through each region.
     *
     * @param silent why nothing is known of a region, by region
     */
    public record Rates(List<TrafficRate> rates, Map<String, String> silent) {
        public Rates {
            rates = List.copyOf(rates);
            silent = Map.copyOf(silent);
        }

        public Optional<TrafficRate> of(String region) {
            return rates.stream().filter(rate -> rate.region().equals(region)).findFirst();
        }
    }

    /** Looks, waits, and looks again. */
    public Rates over(Duration time) {
        Looks before = look();
        try {
            Tempo.current().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "between two looks at the traffic", e);
        }
        return between(before, look());
    }

    /** Looks at every load balancer in front of the deployment at the same time. */
    public Looks look() {
        Map<String, TrafficLook> looks = new LinkedHashMap<>();
        Map<String, String> silent = new LinkedHashMap<>();
        for (Attempt<BalancerSpec, TrafficLook> attempt : Fanout.attempt(balancers(), this::look)) {
            switch (attempt) {
                case Attempt.Done<BalancerSpec, TrafficLook> done ->
                    looks.put(done.target().name(), done.result());
                case Attempt.Failed<BalancerSpec, TrafficLook> failed ->
                    silent.put(failed.target().region(), failed.cause().attempted());
            }
        }
        return new Looks(looks, silent);
    }

    private TrafficLook look(BalancerSpec balancer) {
        return new TrafficLook(
                balancer.region(),
                execution.site().balancer(balancer.name()).traffic(execution.limit(READ)),
                Duration.ofNanos(Tempo.current().nanoTime()));
    }

    private List<BalancerSpec> balancers() {
        return deployment.instances().stream()
                .map(InstanceSpec::balancer)
                .distinct()
                .map(execution.site().topology()::balancer)
                .toList();
    }

    /** What went through between two looks. Of a region with several load balancers it must be known of all. */
    public Rates between(Looks before, Looks after) {
        Map<String, TrafficRate> rates = new LinkedHashMap<>();
        Map<String, String> silent = new LinkedHashMap<>(before.silent());
        silent.putAll(after.silent());
        for (BalancerSpec balancer : balancers()) {
            Optional<TrafficRate> rate = rate(balancer.name(), before, after);
            rate.ifPresent(one -> rates.merge(one.region(), one, TrafficRate::plus));
            if (rate.isEmpty()) {
                silent.putIfAbsent(
                        balancer.region(),
                        "the counters of %s began anew between two looks".formatted(balancer.name()));
            }
        }
        silent.keySet().forEach(rates::remove);
        return new Rates(new ArrayList<>(rates.values()), silent);
    }

    private Optional<TrafficRate> rate(String balancer, Looks before, Looks after) {
        return Optional.ofNullable(before.looks().get(balancer))
                .flatMap(earlier -> Optional.ofNullable(after.looks().get(balancer))
                        .flatMap(later -> TrafficRate.between(earlier, later, deployment)));
    }
}
