package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.operations.concurrent.Waiting;
import dev.holdfast.operations.deployment.ClientPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves that a region was left: nobody is led there, everybody is served elsewhere, and whoever is still there is counted. */
final class FailoverProof {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ANSWERS = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Execution execution;
    private final Evacuation evacuation;
    private final Failover.Request request;
    private final Names names;
    private final List<DnsSpec> specs;

    FailoverProof(Execution execution, Failover.Request request, Evacuation evacuation) {
        this.execution = execution;
        this.evacuation = evacuation;
        this.request = request;
        this.names = new Names(execution);
        this.specs = evacuation.names().stream().map(NameState::spec).toList();
    }

    Proof prove() {
        if (!evacuation.isSaid()) {
            return new Proof.Fails(ErrorCode.DNS_HALF_APPLIED, described(evacuation.names()));
        }
        Optional<List<Answers>> answers = Waiting.forResult(
                execution.limit(ANSWERS),
                POLL,
                () -> Optional.of(names.answers(specs)).filter(this::leadsNobodyThere));
        if (answers.isEmpty()) {
            return new Proof.Fails(ErrorCode.DNS_ANSWER_WRONG, faults(names.answers(specs)));
        }
        return proveDatabases(answers.get());
    }

    private static String described(List<NameState> names) {
        return String.join(
                "; ",
                names.stream()
                        .map(name -> "%s should say %s: %s"
                                .formatted(name.spec().name(), name.table().text(), name.described()))
                        .toList());
    }

    private boolean leadsNobodyThere(List<Answers> answers) {
        return answers.stream()
                .allMatch(one -> !one.servers().isEmpty()
                        && one.leadingTo(List.of(evacuation.from())).isEmpty());
    }

    private String faults(List<Answers> answers) {
        List<String> faults = new ArrayList<>();
        for (Answers one : answers) {
            faults.addAll(one.leadingTo(List.of(evacuation.from())));
            if (one.servers().isEmpty()) {
                faults.add("no DNS server answers for " + one.spec().record());
            }
        }
        return String.join("; ", faults);
    }

    private Proof proveDatabases(List<Answers> answers) {
        if (evacuation.atOnce() || request.withDatabase()) {
            List<RegionDatabases.Held> lost = evacuation.databases().stream()
                    .filter(held -> held.place() != RegionDatabases.Place.ELSEWHERE
                            && (request.withDatabase() || held.place() != RegionDatabases.Place.HERE))
                    .toList();
            if (!lost.isEmpty()) {
                RegionDatabases.Held first = lost.getFirst();
                return new Proof.Fails(
                        ErrorCode.PRIMARY_MISSING,
                        "database %s has no primary that the other regions are led to; the last one was %s"
                                .formatted(first.spec().name(), first.primary()));
            }
        }
        return proveClients(answers);
    }

    private Proof proveClients(List<Answers> answers) {
        ClientPath path = new ClientPath(execution);
        List<DeploymentSpec> served = deployments().stream()
                .map(deployment -> Views.in(deployment, evacuation.receivers()::contains))
                .toList();
        Optional<List<ClientRequest>> requests = Waiting.forResult(
                execution.limit(PATIENCE),
                POLL,
                () -> Optional.of(path.requests(served))
                        .filter(all -> ClientPath.faults(all).isEmpty()));
        if (requests.isEmpty()) {
            return new Proof.Fails(
                    ErrorCode.SERVICE_NOT_SERVING, String.join("; ", ClientPath.faults(path.requests(served))));
        }
        String evidence = "%s; %s"
                .formatted(
                        String.join("; ", answers.stream().map(Answers::text).toList()),
                        ClientPath.evidence(requests.get()));
        return request.complete() ? proveTail(evidence) : holds(evidence, Optional.empty());
    }

    private List<DeploymentSpec> deployments() {
        return Views.deployments(execution.site().topology(), specs);
    }

    /**
     * Who drains a region gracefully wants nobody left in it. When the region is dead its clients find out by themselves, and are
     * only counted.
     */
    private Proof proveTail(String evidence) {
        Tail tail = evacuation.verdicts().isUnreachable(evacuation.from())
                ? Tail.unknown("nothing of the region answers")
                : new TailLook(execution, evacuation.from(), deployments()).take();
        String counted = "%s; still in %s: %s".formatted(evidence, evacuation.from(), tail.text());
        if (evacuation.atOnce() || tail.isGone()) {
            return holds(counted, Optional.of(tail));
        }
        return tail.isKnown() ? new Proof.Fails(ErrorCode.REGION_STILL_USED, counted) : new Proof.Unknown(counted);
    }

    private Proof holds(String evidence, Optional<Tail> tail) {
        Map<String, String> outputs = new HashMap<>(Failover.outputs(evacuation));
        tail.filter(Tail::isKnown).ifPresent(one -> outputs.put("tail", one.text()));
        return new Proof.Holds(evidence, outputs);
    }
}
