package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import java.util.Optional;

/**
 * Verifies that clients are led where they should be: in every country, by every DNS server, to regions that serve; and that nobody
 * comes in at a region any more that was left. It takes two looks, so it is no immediate check.
 */
public final class VerifyTrafficRouting implements Check<VerifyTrafficRouting.Parameters> {

    /** Which region was left. */
    public record Parameters(
            @Parameter(
                    value = "the region that nobody may be led to; besides those that are down or have no weight",
                    placeholder = "REGION")
            Optional<String> region,

            @Parameter(value = "only this DNS name", placeholder = "NAME")
            Optional<String> dns) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.verify-routing",
                "verify-traffic-routing",
                "Verifies what clients of every country get from DNS, and that nobody still uses a region that was left",
                Parameters.class,
                Danger.READS);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        parameters.region().ifPresent(execution.site().topology()::region);
        return new Routing(execution, parameters.region(), parameters.dns()).prove();
    }
}
