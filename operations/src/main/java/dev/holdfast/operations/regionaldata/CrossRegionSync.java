package dev.holdfast.operations.regionaldata;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.Topology;
import dev.holdfast.operations.concurrent.Attempt;
import dev.holdfast.operations.concurrent.Fanout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Copies what a region has of its own to another region, as the topology declares it. What is the same already is left alone; a copy that
 * was written to, because it was promoted perhaps, is replaced only when that is confirmed.
 */
public final class CrossRegionSync implements Operation<CrossRegionSync.Parameters> {
    private static final String DATA = "data";

    /** What to copy from where to where. */
    public record Parameters(
            @Parameter(value = "the region whose data it is", placeholder = "REGION")
            String source,

            @Parameter(value = "the region with the copy", placeholder = "REGION")
            String target,

            @Parameter(value = "which data; else all that is copied there", placeholder = "NAME")
            Optional<String> data,

            @Parameter(value = "the most to take from the network, such as 10MB/s", placeholder = "BANDWIDTH")
            Optional<String> bandwidth) {
        public Parameters {
            if (source.equals(target)) {
                throw new IllegalArgumentException(
                        "--target: %s is the source; a copy belongs in another region".formatted(target));
            }
            bandwidth.ifPresent(Bandwidth::parse);
        }

        Optional<Long> bytesPerSecond() {
            return bandwidth.map(Bandwidth::parse).map(Bandwidth::bytesPerSecond);
        }
    }

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "regionaldata.sync",
                "cross-region-sync",
                "Copies the files and databases that one region has of its own to another region, and verifies them",
                Parameters.class,
                Danger.DESTRUCTIVE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        List<DeclaredCopy> copies = declared(parameters, execution);
        if (copies.isEmpty()) {
            return undeclared(parameters, execution.site().topology());
        }
        List<Attempt<DeclaredCopy, CopyReport>> looks = Fanout.attempt(copies, copy -> copy.look(execution));
        Optional<HoldfastException> failure =
                looks.stream().flatMap(look -> look.failure().stream()).findFirst();
        if (failure.isPresent()) {
            return new Assessment.Refused(
                    failure.get().code(),
                    failure.get().attempted(),
                    failure.get().nextMove());
        }
        List<CopyReport> reports = reports(looks);
        List<CopyReport> wanting =
                reports.stream().filter(report -> !report.state().same()).toList();
        return wanting.isEmpty()
                ? new Assessment.Satisfied(text(reports), Map.of())
                : new Assessment.Actionable(plan(parameters, wanting));
    }

    private static List<DeclaredCopy> declared(Parameters parameters, Execution execution) {
        Topology topology = execution.site().topology();
        String source = topology.region(parameters.source()).name();
        String target = topology.region(parameters.target()).name();
        Optional<String> data =
                parameters.data().map(name -> topology.regionalData(name).name());
        return DeclaredCopy.all(topology).stream()
                .filter(copy -> copy.source().equals(source) && copy.target().equals(target))
                .filter(copy -> data.isEmpty() || copy.spec().name().equals(data.get()))
                .toList();
    }

    private static Assessment undeclared(Parameters parameters, Topology topology) {
        List<DeclaredCopy> ofSource = DeclaredCopy.all(topology).stream()
                .filter(copy -> copy.source().equals(parameters.source()))
                .toList();
        String known = ofSource.stream()
                .map(copy -> "%s to %s".formatted(copy.spec().name(), copy.target()))
                .collect(Collectors.joining(", "));
        return new Assessment.Refused(
                ErrorCode.COMPONENT_UNKNOWN,
                "the topology does not copy %s of %s to %s; of that region it copies %s"
                        .formatted(
                                parameters.data().orElse("any data"),
                                parameters.source(),
                                parameters.target(),
                                known.isEmpty() ? "nothing" : known));
    }

    private static Plan plan(Parameters parameters, List<CopyReport> wanting) {
        String limit = parameters.bandwidth().map(" with at most "::concat).orElse("");
        return new Plan(
                "copy %s of %s to %s%s".formatted(names(wanting), parameters.source(), parameters.target(), limit),
                wanting.stream().map(CopyReport::text).toList(),
                wanting.stream().flatMap(report -> report.ownWrites().stream()).collect(Collectors.joining("; ")),
                Map.of(DATA, names(wanting)));
    }

    private static String names(List<CopyReport> reports) {
        return reports.stream().map(report -> report.state().data()).collect(Collectors.joining(","));
    }

    /** One after the other: they share the network. */
    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        for (String name : Arrays.asList(plan.fact(DATA).split(",", -1))) {
            ProgressNotes progress = new ProgressNotes(execution::note);
            RegionalData data = execution.site().regionalData(name);
            try {
                data.copy(
                        parameters.source(),
                        parameters.target(),
                        parameters.bytesPerSecond(),
                        progress,
                        execution.remaining());
            } finally {
                progress.finish();
            }
        }
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        List<Attempt<DeclaredCopy, CopyReport>> looks =
                Fanout.attempt(declared(parameters, execution), copy -> copy.look(execution));
        return CopyProof.of(looks, CopyReport::isReliable);
    }

    private static List<CopyReport> reports(List<Attempt<DeclaredCopy, CopyReport>> looks) {
        return looks.stream().flatMap(look -> CopyProof.report(look).stream()).toList();
    }

    private static String text(List<CopyReport> reports) {
        return reports.stream().map(CopyReport::text).collect(Collectors.joining("; "));
    }
}
