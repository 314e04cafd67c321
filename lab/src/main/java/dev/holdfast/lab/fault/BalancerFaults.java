package dev.holdfast.lab.fault;

import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.server.Balancer;
import dev.holdfast.lab.server.LabContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The sentences about load balancers, and what they do. */
final class BalancerFaults {
    private BalancerFaults() {}

    /** Every sentence, with what it does. */
    static List<String> sentences(LabPlan plan) {
        return List.of("reload %s: the load balancer reads its configuration anew; a region means the one in it"
                .formatted(String.join("|", targets(plan).sequencedKeySet())));
    }

    /** Empty when the words are no sentence of these. */
    static Optional<Fault> parse(LabPlan plan, List<String> words) {
        return Words.exactly(words, 2)
                .filter(all -> all.getFirst().equals("reload"))
                .flatMap(all -> Optional.ofNullable(targets(plan).get(all.getLast())))
                .map(BalancerFault.Reload::new);
    }

    /** By what a sentence can call them: their own name, or that of their region. */
    private static SequencedMap<String, String> targets(LabPlan plan) {
        SequencedMap<String, String> targets = new LinkedHashMap<>();
        plan.regions().forEach(region -> targets.put(Balancer.name(region), Balancer.name(region)));
        plan.regions().forEach(region -> targets.put(region.name(), Balancer.name(region)));
        return targets;
    }

    static Begun begin(BalancerFault fault, LabContext context) {
        return switch (fault) {
            case BalancerFault.Reload reload -> {
                Instant at = Instant.now();
                context.plan().regions().stream()
                        .filter(region -> Balancer.name(region).equals(reload.target()))
                        .forEach(region -> new Balancer(context, region, "").reload());
                yield new Begun(reload.sentence(), reload.target(), at);
            }
        };
    }
}
