package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.region.RegionVerdict;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.concurrent.Attempt;
import java.time.Duration;
import java.util.List;

/**
 * The load balancers of a database that are lost with their whole region. They can't be told anything and lead nobody, so that the
 * others don't wait for them; one that is merely silent may still lead clients, and is waited for.
 *
 * @param spec the database
 * @param names of the load balancers
 */
record LostBalancers(DatabaseSpec spec, List<String> names) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    LostBalancers {
        names = List.copyOf(names);
    }

    /** Nothing is examined while all of them answer. */
    static LostBalancers look(Execution execution, DatabaseSpec spec) {
        List<BalancerSpec> silent = new Endpoints(execution, spec)
                .read().stream()
                        .filter(attempt -> attempt.failure().isPresent())
                        .map(Attempt::target)
                        .map(DatabaseEndpoint::balancer)
                        .map(execution.site().topology()::balancer)
                        .toList();
        if (silent.isEmpty()) {
            return new LostBalancers(spec, List.of());
        }
        List<String> lost = lostRegions(execution, silent);
        return new LostBalancers(
                spec,
                silent.stream()
                        .filter(balancer -> lost.contains(balancer.region()))
                        .map(BalancerSpec::name)
                        .toList());
    }

    private static List<String> lostRegions(Execution execution, List<BalancerSpec> silent) {
        List<String> regions =
                silent.stream().map(BalancerSpec::region).distinct().toList();
        return execution.site().regions().examine(regions, execution.limit(LIMIT)).stream()
                .filter(RegionVerdict.Unreachable.class::isInstance)
                .map(RegionVerdict::region)
                .toList();
    }

    /** The database as the load balancers see it that are left. */
    DatabaseSpec others() {
        return spec.withoutBalancers(names);
    }

    /** For people, behind what is said of the others; empty when none is lost. */
    String remark() {
        return names.isEmpty()
                ? ""
                : "; load balancers %s are lost with their region, and must be told when it is back: `holdfast update-database-endpoints`"
                        .formatted(names);
    }
}
