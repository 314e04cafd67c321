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
import dev.holdfast.operations.concurrent.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes every DNS server say what was decided last, such as one that did not answer then. A region that is named is taken out of the
 * answers, too.
 */
public final class UpdateDnsRecords implements Operation<UpdateDnsRecords.Parameters> {
    private static final Duration POLL = Duration.ofSeconds(1);
    /** What is kept of the step's time to prove what was done. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    /** Which names, and which region to take out. */
    public record Parameters(
            @Parameter(value = "only this DNS name", placeholder = "NAME")
            Optional<String> dns,

            @Parameter(value = "the region that failed, which nobody is to be led to", placeholder = "REGION")
            Optional<String> from,

            @Parameter(
                    value = "the region that takes over; without it, all others by their weights",
                    placeholder = "REGION")
            Optional<String> to,

            @Parameter("wait for the servers that answer nobody now, and tell them as soon as they are back")
            boolean everyServer) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.update-dns",
                "update-dns-records",
                "Makes every DNS server say what was decided, and takes a failed region out of the answers",
                Parameters.class,
                Danger.DESTRUCTIVE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        parameters.to().ifPresent(execution.site().topology()::region);
        Leading leading = leading(parameters, execution);
        if (leading.isSaid()) {
            return parameters.everyServer() && !leading.untold().isEmpty()
                    ? new Assessment.Actionable(leading.plan(
                            "wait for %s, and tell them what was decided".formatted(leading.untold()), List.of(), ""))
                    : new Assessment.Satisfied(leading.evidence(), leading.outputs());
        }
        boolean removes = leading.wanted().stream().anyMatch(one -> removes(parameters, one));
        if (!removes) {
            return new Assessment.Actionable(leading.plan("tell every DNS server what was decided", List.of(), ""));
        }
        Verdicts verdicts = Verdicts.take(execution);
        return leading.nobodyLeft(verdicts)
                .<Assessment>map(refused -> refused)
                .orElseGet(() -> new Assessment.Actionable(leading.plan(
                        "take %s out of DNS".formatted(parameters.from().orElse("")),
                        List.of(),
                        UpdateGeodns.objection(verdicts, parameters.from().orElse("")))));
    }

    private static boolean removes(Parameters parameters, Leading.Wanted one) {
        return parameters
                .from()
                .filter(one.name().table()::has)
                .filter(region -> one.name().table().weight(region) > 0)
                .isPresent();
    }

    private static Leading leading(Parameters parameters, Execution execution) {
        Names names = new Names(execution);
        List<Leading.Wanted> wanted = names.look(specs(parameters, names)).stream()
                .map(name -> new Leading.Wanted(name, table(parameters, name)))
                .toList();
        return new Leading(names, wanted);
    }

    private static List<DnsSpec> specs(Parameters parameters, Names names) {
        return parameters
                .from()
                .map(from -> names.answeredWith(from, parameters.dns()))
                .orElseGet(() -> names.wanted(parameters.dns()));
    }

    private static DnsTable table(Parameters parameters, NameState name) {
        return parameters
                .from()
                .filter(from -> name.table().weight(from) > 0)
                .map(from -> name.table().leadingAway(from, 0, parameters.to()))
                .orElseGet(name::table);
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        Names names = new Names(execution);
        List<NameState> now = names.look(specs(parameters, names));
        parameters.from().ifPresent(from -> now.forEach(name -> names.rememberBefore(name.spec(), name.table(), from)));
        Leading.perform(names, now, plan);
        if (parameters.everyServer()) {
            tellThoseThatComeBack(names, specs(parameters, names), execution);
        }
    }

    /**
     * The moment a server is back it leads clients by what it was told last. It is told what is decided by then, which may be something
     * else than when the waiting began.
     */
    private static void tellThoseThatComeBack(Names names, List<DnsSpec> specs, Execution execution) {
        Waiting.until(execution.remaining().minus(RESERVE), POLL, () -> {
            List<NameState> now = names.look(specs);
            if (now.stream().anyMatch(name -> !name.silent().isEmpty())) {
                return false;
            }
            names.tell(now, NameState::table);
            return true;
        });
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        Leading leading = leading(parameters, execution);
        return parameters.everyServer() && !leading.untold().isEmpty()
                ? new Proof.Fails(ErrorCode.DNS_HALF_APPLIED, leading.evidence())
                : leading.prove();
    }
}
