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
 * The quick part of leaving a region: nobody is led there any more, its clients are asked to leave, and a database whose primary it
 * held moves. Scaling, and waiting for the last clients, are left to later steps.
 */
public final class RedirectRegionalTraffic implements Operation<RedirectRegionalTraffic.Parameters> {

    /** From where to where. */
    public record Parameters(
            @Parameter(
                    value = "the region that failed; without it, the one that is proven to be down",
                    placeholder = "REGION")
            Optional<String> from,

            @Parameter(
                    value = "the region that takes over; without it, all others by their weights",
                    placeholder = "REGION")
            Optional<String> to,

            @Parameter(value = "change only this DNS name", placeholder = "NAME")
            Optional<String> dns) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.redirect-traffic",
                "redirect-regional-traffic",
                "Leads the traffic of a failed region to the healthy ones, and moves a database whose primary it held",
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
                new Failover.Request(parameters.from(), parameters.to(), false, false, parameters.dns(), false));
    }
}
