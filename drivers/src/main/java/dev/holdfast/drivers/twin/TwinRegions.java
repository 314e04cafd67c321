package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.RegionExaminer;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.region.ComponentHealth;
import dev.holdfast.model.region.ComponentHealth.Status;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.NodeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells how regions of the twin are. It sees everything, so no votes are counted. */
final class TwinRegions implements RegionExaminer {
    private static final String EVERYWHERE = "holdfast";

    private final TwinTraffic traffic;
    private final TwinEffects effects;
    /** What was seen at that moment: many steps of a large runbook look at the same one. */
    private final Map<String, RegionVerdict> seen = new HashMap<>();

    private Moment seenAt = new Moment(-1, -1);

    private record Moment(long changes, long nanos) {}

    TwinRegions(TwinTraffic traffic, TwinEffects effects) {
        this.traffic = traffic;
        this.effects = effects;
    }

    @Override
    public List<RegionVerdict> examine(List<String> regions, Duration limit) {
        regions.forEach(traffic.topology()::region);
        TwinEffects.sleep(TwinCall.PROBE.usual());
        return effects.look(() -> {
            Moment now = new Moment(effects.changes(), Tempo.current().nanoTime());
            if (!now.equals(seenAt)) {
                seen.clear();
                seenAt = now;
            }
            return regions.stream()
                    .map(region ->
                            seen.computeIfAbsent(region, _ -> verdict(region, looks(region), traffic.carries(region))))
                    .toList();
        });
    }

    private static RegionVerdict verdict(String region, List<ComponentHealth> looks, boolean carries) {
        boolean anything = looks.stream().anyMatch(look -> look.status() != Status.UNREACHABLE);
        if (!anything) {
            return new RegionVerdict.Unreachable(region, looks, "nothing of it answers");
        }
        if (!carries) {
            return new RegionVerdict.Failing(region, looks, "it answers, and serves nobody");
        }
        return looks.stream().allMatch(look -> look.status() == Status.HEALTHY)
                ? new RegionVerdict.Healthy(region, looks, "every component does its work")
                : new RegionVerdict.Suspect(region, looks, "it serves, but not every component does its work");
    }

    private List<ComponentHealth> looks(String region) {
        List<ComponentHealth> looks = new ArrayList<>();
        for (BalancerSpec balancer : traffic.topology().balancers()) {
            if (balancer.region().equals(region)) {
                Reach reach = Optional.ofNullable(traffic.balancers().get(balancer.name()))
                        .orElseThrow()
                        .reach();
                looks.add(look(region, "load balancer " + balancer.name(), reach == Reach.ANSWERS));
            }
        }
        traffic.topology()
                .databases()
                .forEach(database -> database.nodes().stream()
                        .filter(node -> node.region().equals(region))
                        .map(node -> look(region, "database server " + node.name(), answers(database.name(), node)))
                        .forEach(looks::add));
        traffic.topology()
                .dns()
                .forEach(dns -> dns.servers().stream()
                        .filter(server -> server.region().equals(region))
                        .map(server ->
                                look(region, "DNS server " + server.name(), traffic.answersDns(dns, server.name())))
                        .forEach(looks::add));
        return looks;
    }

    private boolean answers(String database, NodeSpec node) {
        return Optional.ofNullable(traffic.databases().get(database))
                .orElseThrow()
                .get(node.name())
                .answers();
    }

    private static ComponentHealth look(String region, String component, boolean answers) {
        return new ComponentHealth(
                region,
                component,
                EVERYWHERE,
                answers ? Status.HEALTHY : Status.UNREACHABLE,
                "on the twin",
                Duration.ZERO);
    }
}
