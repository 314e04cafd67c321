package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.deployment.ClientPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Leads the clients of a region back to it, in steps that are paced by how it bears them. It waits for nothing and hurries for
 * nothing: while anything is unhealthy it is refused.
 */
public final class RegionFailback implements Operation<RegionFailback.Parameters> {

    /** Which region. */
    public record Parameters(
            @Parameter(value = "the region that gets its clients back", placeholder = "REGION")
            String region,

            @Parameter(value = "only this DNS name", placeholder = "NAME")
            Optional<String> dns) {}

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "region.failback",
                "region-failback",
                "Leads the clients of a region back to it in paced steps, once everything is healthy",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        Homecoming homecoming = homecoming(parameters, execution);
        if (homecoming.isSaid() && asking(homecoming, execution).isEmpty()) {
            return new Assessment.Satisfied(described(homecoming), Map.of("region", parameters.region()));
        }
        Verdicts verdicts = Verdicts.take(execution);
        return new Readiness(execution, homecoming)
                .refusal(verdicts)
                .<Assessment>map(refused -> refused)
                .orElseGet(() -> new Assessment.Actionable(plan(homecoming)));
    }

    private static Homecoming homecoming(Parameters parameters, Execution execution) {
        Names names = new Names(execution);
        return new Homecoming(
                parameters.region(), names.look(names.answeredWith(parameters.region(), parameters.dns())));
    }

    private static String described(Homecoming homecoming) {
        return String.join(
                "; ", homecoming.names().stream().map(NameState::described).toList());
    }

    /** The regions that ask their clients to leave although clients are led there. */
    private static List<String> asking(Homecoming homecoming, Execution execution) {
        return Stream.concat(Stream.of(homecoming.region()), homecoming.hosts().stream())
                .distinct()
                .filter(region -> new RegionEntrance(execution, region).asking().asking() > 0)
                .toList();
    }

    private static Plan plan(Homecoming homecoming) {
        List<String> changes = new ArrayList<>();
        changes.add("ask clients of %s no longer to leave".formatted(homecoming.region()));
        changes.add("warm it up with requests through its entrance");
        for (NameState name : homecoming.names()) {
            changes.add("%s: from %s to %s, in steps from %d%%, the faster the better it is borne"
                    .formatted(
                            name.spec().name(),
                            name.table().text(),
                            homecoming.target(name).text(),
                            Pace.FIRST));
        }
        changes.add(
                "at each step ask clients of %s that keep connections to connect anew".formatted(homecoming.hosts()));
        return Plan.harmless(
                "lead the clients of %s back to it".formatted(homecoming.region()),
                changes,
                Map.of("region", homecoming.region()));
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        Homecoming homecoming = homecoming(parameters, execution);
        ask(homecoming, execution);
        // A server that came back with its region still says what was said before.
        new Names(execution).tell(homecoming.names(), NameState::table);
        if (homecoming.moved() < Pace.ALL) {
            deployments(homecoming, execution)
                    .forEach(deployment -> new WarmUp(execution).run(parameters.region(), deployment));
            new Shift(execution, way(homecoming)).run(homecoming.moved());
        } else {
            new Names(execution).tell(homecoming.names(), homecoming::target);
        }
        Names names = new Names(execution);
        homecoming.specs().forEach(spec -> names.forgetBefore(spec, parameters.region()));
        Stream.concat(Stream.of(parameters.region()), homecoming.hosts().stream())
                .distinct()
                .forEach(region -> new RegionEntrance(execution, region).keep());
    }

    private static void ask(Homecoming homecoming, Execution execution) {
        Stream.concat(Stream.of(homecoming.region()), homecoming.hosts().stream())
                .flatMap(region -> new RegionEntrance(execution, region).askToLeave(false).stream())
                .forEach(execution::note);
    }

    private static Shift.Way way(Homecoming homecoming) {
        return new Shift.Way(
                homecoming.names(),
                homecoming::at,
                spec -> homecoming.names().stream()
                        .filter(name -> name.spec().equals(spec))
                        .findFirst()
                        .orElseThrow()
                        .table(),
                List.of(homecoming.region()),
                homecoming.hosts(),
                false);
    }

    private static List<DeploymentSpec> deployments(Homecoming homecoming, Execution execution) {
        return Views.deployments(execution.site().topology(), homecoming.specs());
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        Homecoming homecoming = homecoming(parameters, execution);
        if (!homecoming.isSaid()) {
            return new Proof.Fails(ErrorCode.DNS_HALF_APPLIED, described(homecoming));
        }
        List<String> asking = asking(homecoming, execution);
        if (!asking.isEmpty()) {
            return new Proof.Fails(ErrorCode.UNSTABLE, "%s still ask clients to leave".formatted(asking));
        }
        List<ClientRequest> requests = new ClientPath(execution).requests(deployments(homecoming, execution));
        List<String> faults = ClientPath.faults(requests);
        return faults.isEmpty()
                ? new Proof.Holds(
                        "%s; %s".formatted(described(homecoming), ClientPath.evidence(requests)),
                        Map.of("region", parameters.region()))
                : new Proof.Fails(ErrorCode.SERVICE_NOT_SERVING, String.join("; ", faults));
    }
}
