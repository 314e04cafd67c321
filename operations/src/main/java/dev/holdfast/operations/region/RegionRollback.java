package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DnsSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes back that a region was left: clients are led as before, at once. What was scaled stays, and so does a database that moved,
 * which {@code database-rollback} takes back.
 *
 * <p>It is for a region that was left a moment ago and serves; one that was away comes back with {@code region-failback}.
 */
public final class RegionRollback implements Operation<RegionRollback.Parameters> {

    /** Which region. */
    public record Parameters(
            @Parameter(value = "the region that was left; without it, every one", placeholder = "REGION")
            Optional<String> from,

            @Parameter(value = "only this DNS name", placeholder = "NAME")
            Optional<String> dns) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.rollback",
                "region-rollback",
                "Leads clients as before a region was left, while that region serves",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        List<String> left = left(parameters, execution);
        if (left.isEmpty()) {
            return new Assessment.Satisfied("no region was left that clients were not led back to", Map.of());
        }
        Verdicts verdicts = Verdicts.take(execution);
        List<String> down = left.stream().filter(verdicts::isDown).toList();
        if (!down.isEmpty()) {
            return new Assessment.Refused(
                    ErrorCode.REGION_NOT_HEALTHY,
                    "clients would be led to a region that serves nobody: " + verdicts.text(down),
                    "leave them where they are, and use `holdfast region-failback` when the region is back");
        }
        return new Assessment.Actionable(leading(parameters, left, execution)
                .plan(
                        "lead clients as before %s were left".formatted(left),
                        List.of("ask clients of %s no longer to leave".formatted(left)),
                        ""));
    }

    /** The regions that were left, and that clients are not led back to. */
    private static List<String> left(Parameters parameters, Execution execution) {
        Names names = new Names(execution);
        parameters.from().ifPresent(execution.site().topology()::region);
        return execution.site().topology().regions().stream()
                .map(region -> region.name())
                .filter(region -> parameters.from().map(region::equals).orElse(true))
                .filter(region -> specs(parameters, names).stream()
                        .anyMatch(spec -> names.before(spec, region).isPresent()))
                .toList();
    }

    private static List<DnsSpec> specs(Parameters parameters, Names names) {
        return names.wanted(parameters.dns());
    }

    private static Leading leading(Parameters parameters, List<String> left, Execution execution) {
        Names names = new Names(execution);
        return new Leading(
                names,
                names.look(specs(parameters, names)).stream()
                        .map(name -> new Leading.Wanted(name, table(names, name, left)))
                        .toList());
    }

    private static DnsTable table(Names names, NameState name, List<String> left) {
        DnsTable table = name.table();
        for (String region : left) {
            Optional<DnsTable> before = names.before(name.spec(), region);
            if (before.isPresent()) {
                table = table.leadingAsIn(before.get(), region);
            }
        }
        return table;
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        Names names = new Names(execution);
        List<String> left = left(parameters, execution);
        left.forEach(region ->
                new RegionEntrance(execution, region).askToLeave(false).forEach(execution::note));
        Leading.perform(names, names.look(specs(parameters, names)), plan);
        left.forEach(region -> specs(parameters, names).forEach(spec -> names.forgetBefore(spec, region)));
        left.forEach(region -> new RegionEntrance(execution, region).keep());
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        List<String> left = left(parameters, execution);
        return left.isEmpty()
                ? leading(parameters, left, execution).prove()
                : new Proof.Fails(ErrorCode.DNS_HALF_APPLIED, "clients are not led back to %s".formatted(left));
    }
}
