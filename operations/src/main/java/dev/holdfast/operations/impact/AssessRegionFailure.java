package dev.holdfast.operations.impact;

import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.capacity.RegionStates;
import dev.holdfast.operations.concurrent.Fanout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Tells which region is down, and what that means: clients, capacity, databases, DNS, and the data that only it has. */
public final class AssessRegionFailure implements Check<AssessRegionFailure.Parameters> {

    /** What to assess. */
    public record Parameters(
            @Parameter(value = "the region; else the one that is down", placeholder = "REGION")
            Optional<String> region) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.assess-failure",
                "assess-region-failure",
                "Tells which region is down, and what its loss means",
                Parameters.class,
                Danger.READS);
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        parameters.region().ifPresent(execution.site().topology()::region);
        RegionStates states = RegionStates.observe(execution);
        Optional<String> region =
                parameters.region().or(() -> states.lost().stream().findFirst());
        if (region.isEmpty()) {
            return states.unseen().isEmpty()
                    ? notDown(states, "no region is down")
                    : new Proof.Unknown("no region is proven to be down, and %s can't be judged: %s"
                            .formatted(states.unseen(), states.complaints()));
        }
        if (states.unseen().contains(region.get())) {
            return new Proof.Unknown("%s can't be judged: %s".formatted(region.get(), states.complaints()));
        }
        return states.lost().contains(region.get())
                ? impact(region.get(), states, execution)
                : notDown(states, "%s is not proven to be down".formatted(region.get()));
    }

    private static Proof notDown(RegionStates states, String what) {
        return new Proof.Fails(
                ErrorCode.REGION_NOT_DOWN,
                states.complaints().isEmpty()
                        ? what + ": every region serves"
                        : "%s: %s".formatted(what, states.complaints()));
    }

    private static Proof impact(String region, RegionStates states, Execution execution) {
        Set<String> lost = Set.copyOf(states.lost());
        Set<String> remaining = Set.copyOf(states.remaining());
        List<Supplier<Part>> readings = List.of(
                () -> Part.read("capacity", new CapacityImpact(execution, region, lost, remaining)::read),
                () -> Part.read("database", new DatabaseImpact(execution, region)::read),
                () -> Part.read("DNS", new DnsImpact(execution, region)::read),
                () -> Part.read("regional data", new DataImpact(execution, region)::read));
        List<Part> parts = Fanout.collect(readings, Supplier::get);
        Map<String, String> outputs = new HashMap<>();
        parts.forEach(part -> outputs.putAll(part.outputs()));
        outputs.put("region", region);
        outputs.put("from", region);
        outputs.put("lost", String.join(",", states.lost()));
        outputs.put("recommended", recommended(region, states));
        return new Proof.Holds(evidence(region, states, parts), outputs);
    }

    private static String recommended(String region, RegionStates states) {
        return states.remaining().isEmpty()
                ? "bring a region back first: no other one serves"
                : "holdfast region-failover --from %s --confirm".formatted(region);
    }

    private static String evidence(String region, RegionStates states, List<Part> parts) {
        String reasons = states.lost().size() == 1
                ? states.of(region).map(verdict -> verdict.reason()).orElse("")
                : "lost are %s: %s".formatted(states.lost(), states.complaints());
        String sentences =
                parts.stream().flatMap(part -> part.sentences().stream()).collect(Collectors.joining("\n"));
        return "%s is down: %s\n%s\nnext: %s".formatted(region, reasons, sentences, recommended(region, states));
    }
}
