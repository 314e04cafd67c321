package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.util.List;
import java.util.Optional;

/** Takes a region out of the answers of DNS, or puts it back with a weight. */
public final class UpdateGeodns implements Operation<UpdateGeodns.Parameters> {

    /** One region, in or out. */
    public record Parameters(
            @Parameter(value = "the region that nobody is to be led to", placeholder = "REGION")
            Optional<String> remove,

            @Parameter(value = "the region that clients are to be led to", placeholder = "REGION")
            Optional<String> add,

            @Parameter(value = "its weight from 0 to 1000; without it, the usual one", placeholder = "NUMBER")
            Optional<Integer> weight,

            @Parameter(value = "only this DNS name", placeholder = "NAME")
            Optional<String> dns) {

        public Parameters {
            if (remove.isPresent() == add.isPresent()) {
                throw invalid("give either --remove or --add");
            }
            if (remove.isPresent() && weight.isPresent()) {
                throw invalid("--weight: goes with --add");
            }
            if (weight.filter(value -> value < 0 || value > DnsTarget.MAX_WEIGHT)
                    .isPresent()) {
                throw invalid("--weight: %d is not from 0 to %d".formatted(weight.get(), DnsTarget.MAX_WEIGHT));
            }
        }

        private static HoldfastException invalid(String reason) {
            return new HoldfastException(ErrorCode.PARAMETER_INVALID, reason);
        }

        private String region() {
            return remove.or(() -> add).orElseThrow();
        }

        /** Whether nobody is led to the region afterwards. */
        private boolean removes() {
            return remove.isPresent() || weight.filter(value -> value == 0).isPresent();
        }
    }

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.update-geodns",
                "update-geodns",
                "Takes a region out of the answers of DNS, or puts it back with a weight",
                Parameters.class,
                Danger.DESTRUCTIVE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        Leading leading = leading(parameters, execution);
        boolean welcome =
                parameters.removes() || entrance(parameters, execution).asking().asking() == 0;
        if (leading.isSaid() && welcome) {
            return new Assessment.Satisfied(leading.evidence(), leading.outputs());
        }
        Verdicts verdicts = Verdicts.take(execution);
        return parameters.removes() ? remove(parameters, leading, verdicts) : add(parameters, leading, verdicts);
    }

    private static Assessment remove(Parameters parameters, Leading leading, Verdicts verdicts) {
        boolean led =
                leading.wanted().stream().anyMatch(one -> one.name().table().weight(parameters.region()) > 0);
        Optional<Assessment.Refused> refusal = leading.wanted().stream()
                        .allMatch(one -> one.table().led().stream().anyMatch(verdicts::isHealthy))
                ? Optional.empty()
                : leading.nobodyLeft(verdicts).or(() -> lastHealthy(leading, verdicts, parameters.region()));
        return refusal.<Assessment>map(refused -> refused)
                .orElseGet(() -> new Assessment.Actionable(leading.plan(
                        "lead nobody to %s".formatted(parameters.region()),
                        List.of(),
                        led ? objection(verdicts, parameters.region()) : "")));
    }

    /** A suspect region is better than a dead one, and no replacement for one that serves. */
    private static Optional<Assessment.Refused> lastHealthy(Leading leading, Verdicts verdicts, String region) {
        return verdicts.isDown(region)
                ? Optional.empty()
                : Optional.of(new Assessment.Refused(
                        ErrorCode.LAST_REGION,
                        "without %s nobody would be led to a healthy region: %s; %s"
                                .formatted(region, leading.evidence(), verdicts.text(leading.led()))));
    }

    private static Assessment add(Parameters parameters, Leading leading, Verdicts verdicts) {
        String region = parameters.region();
        if (!verdicts.isHealthy(region)) {
            return new Assessment.Refused(ErrorCode.REGION_NOT_HEALTHY, Verdicts.text(verdicts.of(region)));
        }
        return new Assessment.Actionable(leading.plan(
                "lead clients to " + region,
                List.of("ask clients of %s no longer to leave, if they are".formatted(region)),
                ""));
    }

    /** Why taking a region from service needs a confirmation; empty when it serves nobody. */
    static String objection(Verdicts verdicts, String region) {
        return verdicts.isDown(region)
                ? ""
                : "a region that may serve is taken from service at once: " + Verdicts.text(verdicts.of(region));
    }

    private static Leading leading(Parameters parameters, Execution execution) {
        Names names = new Names(execution);
        List<Leading.Wanted> wanted = names.look(names.answeredWith(parameters.region(), parameters.dns())).stream()
                .map(name -> new Leading.Wanted(name, table(parameters, name)))
                .toList();
        return new Leading(names, wanted);
    }

    private static DnsTable table(Parameters parameters, NameState name) {
        String region = parameters.region();
        if (parameters.removes()) {
            boolean gone = name.table().weight(region) == 0;
            return gone ? name.table() : name.table().leadingAway(region, 0, Optional.empty());
        }
        int weight =
                parameters.weight().orElseGet(() -> DnsTable.usual(name.spec()).weight(region));
        return name.table().leading(region, weight, Optional.empty());
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        Names names = new Names(execution);
        String region = parameters.region();
        List<NameState> now = names.look(names.answeredWith(region, parameters.dns()));
        if (parameters.removes()) {
            now.forEach(name -> names.rememberBefore(name.spec(), name.table(), region));
            Leading.perform(names, now, plan);
            return;
        }
        entrance(parameters, execution).askToLeave(false).forEach(execution::note);
        Leading.perform(names, now, plan);
        now.forEach(name -> names.forgetBefore(name.spec(), region));
        entrance(parameters, execution).keep();
    }

    private static RegionEntrance entrance(Parameters parameters, Execution execution) {
        return new RegionEntrance(execution, parameters.region());
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        return leading(parameters, execution).prove();
    }
}
