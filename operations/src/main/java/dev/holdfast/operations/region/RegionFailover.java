package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.util.Optional;

/**
 * Leads the clients of a region elsewhere: at once when it is proven to be down, in paced steps and without a failed request when it
 * still serves.
 */
public final class RegionFailover implements Operation<RegionFailover.Parameters> {

    /** Which region, and how. */
    public record Parameters(
            @Parameter(
                    value = "the region to leave; without it, the one that is proven to be down",
                    placeholder = "REGION")
            Optional<String> from,

            @Parameter(
                    value = "the region that takes over; without it, all others by their weights",
                    placeholder = "REGION")
            Optional<String> to,

            @Parameter("do it at once although the region is not proven to be down")
            boolean ungraceful,

            @Parameter("move a database out of it, too, although its primary lives")
            boolean withDatabase,

            @Parameter(value = "change only this DNS name", placeholder = "NAME")
            Optional<String> dns) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.failover",
                "region-failover",
                "Leads the clients of a region elsewhere: at once when it is down, in paced steps when it serves",
                Parameters.class,
                Danger.DESTRUCTIVE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        return failover(parameters, execution).assess();
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        failover(parameters, execution).perform(plan);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        return failover(parameters, execution).prove();
    }

    private static Failover failover(Parameters parameters, Execution execution) {
        return new Failover(
                execution,
                new Failover.Request(
                        parameters.from(),
                        parameters.to(),
                        parameters.ungraceful(),
                        parameters.withDatabase(),
                        parameters.dns(),
                        true));
    }
}
