package dev.holdfast.operations.regionaldata;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.region.CopyState;
import dev.holdfast.model.topology.RegionalDataSpec;
import dev.holdfast.model.topology.Topology;
import java.util.List;

/** A copy that the topology asks for: of a region's data, in another region. */
record DeclaredCopy(RegionalDataSpec spec, String source, String target) {

    /** All that there are. */
    static List<DeclaredCopy> all(Topology topology) {
        return topology.regionalData().stream()
                .flatMap(spec -> spec.places().stream()
                        .flatMap(place -> place.copiedTo().stream()
                                .map(target -> new DeclaredCopy(spec, place.region(), target))))
                .toList();
    }

    /** How it is now. */
    CopyReport look(Execution execution) {
        CopyState state = execution.site().regionalData(spec.name()).compare(source, target, execution.remaining());
        return new CopyReport(state, spec.objective(), execution.site().clock().instant());
    }

    @Override
    public String toString() {
        return "%s of %s in %s".formatted(spec.name(), source, target);
    }
}
