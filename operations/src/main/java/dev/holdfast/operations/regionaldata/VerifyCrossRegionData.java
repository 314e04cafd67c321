package dev.holdfast.operations.regionaldata;

import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.Topology;
import dev.holdfast.operations.concurrent.Fanout;
import java.util.List;
import java.util.Optional;

/** Verifies by checksums that the copies of regions' data are good, and not older than their RPO where the region has written since. */
public final class VerifyCrossRegionData implements Check<VerifyCrossRegionData.Parameters> {

    /** Which copies. */
    public record Parameters(
            @Parameter(value = "only copies of this region's data", placeholder = "REGION")
            Optional<String> source,

            @Parameter(value = "only copies in this region", placeholder = "REGION")
            Optional<String> target,

            @Parameter("want each copy to be just like the data now, as before a failback")
            boolean exact) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "regionaldata.verify",
                "verify-cross-region-data",
                "Compares the copies of regions' files and databases with the data, by checksums",
                Parameters.class,
                Danger.READS);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        Topology topology = execution.site().topology();
        parameters.source().ifPresent(topology::region);
        parameters.target().ifPresent(topology::region);
        List<DeclaredCopy> copies = DeclaredCopy.all(topology).stream()
                .filter(copy -> parameters.source().map(copy.source()::equals).orElse(true))
                .filter(copy -> parameters.target().map(copy.target()::equals).orElse(true))
                .toList();
        if (copies.isEmpty()) {
            return new Proof.Fails(
                    ErrorCode.COMPONENT_UNKNOWN,
                    "the topology has no such copy; it has %s".formatted(DeclaredCopy.all(topology)));
        }
        return CopyProof.of(
                Fanout.attempt(copies, copy -> copy.look(execution)),
                report -> parameters.exact() ? report.state().same() : report.isReliable());
    }
}
