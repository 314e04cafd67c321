package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.operations.concurrent.Fanout;
import java.util.ArrayList;
import java.util.List;

/** Writes down how a region will be left. */
final class FailoverPlan {
    private static final int STEPS = 5;

    private final Execution execution;
    private final Failover.Request request;
    private final Evacuation evacuation;
    private final List<String> changes = new ArrayList<>();
    private final List<String> objections = new ArrayList<>();
    private final List<DatabaseSpec> databases = new ArrayList<>();

    FailoverPlan(Execution execution, Failover.Request request, Evacuation evacuation) {
        this.execution = execution;
        this.request = request;
        this.evacuation = evacuation;
    }

    Assessment assess() {
        List<Reception.Scaling> scalings = new ArrayList<>();
        List<String> tooSmall = receive(scalings);
        if (!tooSmall.isEmpty() && !evacuation.atOnce()) {
            return new Assessment.Refused(ErrorCode.CAPACITY_SHORT, String.join("; ", tooSmall));
        }
        objectIfServing();
        changes.addAll(leading());
        List<Assessment.Refused> refused = databases();
        if (!refused.isEmpty() && !evacuation.atOnce()) {
            return refused.getFirst();
        }
        refused.forEach(one -> changes.add(
                "%s: a database can't be moved: %s".formatted(one.code().id(), one.reason())));
        return new Assessment.Actionable(new Plan(
                "lead the clients of %s %s, %s"
                        .formatted(evacuation.from(), whereTo(), evacuation.atOnce() ? "at once" : "in steps"),
                changes,
                String.join("; ", objections),
                PlannedFailover.facts(evacuation, scalings, databases)));
    }

    private String whereTo() {
        return evacuation.to().map(to -> "to " + to).orElseGet(() -> "to " + evacuation.able());
    }

    /** Adds what is to be scaled; returns who can't carry the clients. */
    private List<String> receive(List<Reception.Scaling> scalings) {
        if (!request.complete()) {
            return List.of();
        }
        Reception reception = new Reception(execution, evacuation.from(), evacuation.shares());
        List<DeploymentSpec> deployments = Views.deployments(
                execution.site().topology(),
                evacuation.names().stream().map(NameState::spec).toList());
        if (evacuation.atOnce()) {
            deployments.forEach(deployment -> scalings.addAll(reception.replacement(deployment)));
            scalings.forEach(scaling -> changes.add("%s, at the same time".formatted(scaling.change())));
            return List.of();
        }
        List<Reception.Finding> findings = Fanout.collect(deployments, reception::measure);
        findings.forEach(finding -> scalings.addAll(finding.scalings()));
        findings.forEach(finding -> changes.addAll(finding.remarks()));
        scalings.forEach(scaling -> changes.add("%s first, and wait until they are ready".formatted(scaling.change())));
        return findings.stream().flatMap(finding -> finding.tooSmall().stream()).toList();
    }

    private void objectIfServing() {
        if (evacuation.verdicts().isDown(evacuation.from())) {
            return;
        }
        String verdict = Verdicts.text(evacuation.verdicts().of(evacuation.from()));
        objections.add(
                evacuation.atOnce()
                        ? "it isn't proven that the region is down, and requests that are under way there may fail: "
                                + verdict
                        : "a region that may serve is taken from service: " + verdict);
    }

    private List<String> leading() {
        List<String> lines = new ArrayList<>();
        for (NameState name : evacuation.names()) {
            lines.add("%s: from %s to %s, at DNS servers %s"
                    .formatted(
                            name.spec().name(),
                            name.table().text(),
                            evacuation.target(name).text(),
                            name.spec().servers().stream()
                                    .map(DnsSpec.Server::name)
                                    .toList()));
            name.silent()
                    .forEach(server ->
                            lines.add("%s answers nobody: it must be told before it serves again".formatted(server)));
        }
        if (evacuation.atOnce()) {
            lines.add("ask clients that keep connections to leave, where a load balancer of it answers");
            return lines;
        }
        lines.add("in steps from %d%%, the faster the better the others bear it: %d s at least"
                .formatted(Pace.FIRST, STEPS * (Shift.ttl(evacuation.names()).toSeconds() + 1)));
        lines.add("ask clients that keep connections to leave, then end the WebSockets of one instance after another");
        return lines;
    }

    /** Adds which databases move and why others stay; returns why one can't. */
    private List<Assessment.Refused> databases() {
        RegionDatabases region =
                RegionDatabases.of(execution, evacuation.from(), evacuation.to(), evacuation.verdicts());
        List<Assessment.Refused> refused = new ArrayList<>();
        if (evacuation.atOnce() || request.withDatabase()) {
            evacuation.bereaved().forEach(spec -> plan(region, spec, refused));
        }
        for (RegionDatabases.Held held : evacuation.living()) {
            if (request.withDatabase()) {
                plan(region, held.spec(), refused);
            } else {
                changes.add("leave the primary of database %s, %s, where it is: it answers; --with-database moves it"
                        .formatted(held.spec().name(), held.primary()));
            }
        }
        return refused;
    }

    private void plan(RegionDatabases region, DatabaseSpec spec, List<Assessment.Refused> refused) {
        databases.add(spec);
        switch (region.assess(spec)) {
            case Assessment.Refused no -> refused.add(no);
            case Assessment.Satisfied _ -> {}
            case Assessment.Actionable actionable -> {
                changes.addAll(actionable.plan().changes());
                object(spec, actionable.plan());
            }
        }
    }

    /** A database that nobody asked to be moved rather stays than keeps the clients waiting for a confirmation. */
    private void object(DatabaseSpec spec, Plan move) {
        if (move.needsConfirmation() && request.withDatabase()) {
            objections.add(move.confirmation());
        } else if (move.needsConfirmation()) {
            changes.add("unless database %s is proven to be down by then, leave it: %s"
                    .formatted(spec.name(), move.confirmation()));
        }
    }
}
