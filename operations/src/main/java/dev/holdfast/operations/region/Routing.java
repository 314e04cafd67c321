package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.balancer.ClientRequest;
import dev.holdfast.model.dns.DnsServerState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.operations.deployment.ClientPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where clients are led, where they are served, and where they still come in although nobody is led there. */
final class Routing {
    private final Execution execution;
    private final Optional<String> region;
    private final Names names;
    private final List<DnsSpec> specs;
    private final List<String> faults = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> evidence = new ArrayList<>();
    private final Map<String, String> outputs = new HashMap<>();

    Routing(Execution execution, Optional<String> region, Optional<String> dns) {
        this.execution = execution;
        this.region = region;
        this.names = new Names(execution);
        this.specs = names.wanted(dns);
    }

    Proof prove() {
        Verdicts verdicts = Verdicts.take(execution);
        List<NameState> states = names.look(specs);
        List<String> left = left(states, verdicts);
        judgeAnswers(states, left, verdicts);
        if (!faults.isEmpty()) {
            return new Proof.Fails(ErrorCode.DNS_ANSWER_WRONG, String.join("; ", faults));
        }
        judgeService(left);
        if (!faults.isEmpty()) {
            return new Proof.Fails(ErrorCode.SERVICE_NOT_SERVING, String.join("; ", faults));
        }
        left.forEach(one -> judgeTail(one, verdicts));
        if (!faults.isEmpty()) {
            return new Proof.Fails(ErrorCode.REGION_STILL_USED, String.join("; ", faults));
        }
        return unknown.isEmpty()
                ? new Proof.Holds(String.join("; ", evidence), outputs)
                : new Proof.Unknown(String.join("; ", unknown));
    }

    /** The region that was named, those that no name leads to, and those that answer nobody. */
    private List<String> left(List<NameState> states, Verdicts verdicts) {
        Set<String> left = new LinkedHashSet<>();
        region.ifPresent(left::add);
        for (NameState state : states) {
            state.table().targets().stream()
                    .filter(target -> target.weight() == 0 || verdicts.isDown(target.region()))
                    .forEach(target -> left.add(target.region()));
        }
        return List.copyOf(left);
    }

    private void judgeAnswers(List<NameState> states, List<String> left, Verdicts verdicts) {
        for (Answers answers : names.answers(specs)) {
            faults.addAll(answers.leadingTo(left));
            faults.addAll(answers.wrong());
            evidence.add(answers.text());
            if (answers.servers().isEmpty()) {
                unknown.add("no DNS server answers for " + answers.spec().record());
            }
        }
        for (NameState state : states) {
            state.servers().stream()
                    .filter(server -> !server.answers())
                    .forEach(server -> judgeSilent(state.spec(), server, verdicts));
            if (!state.isSaid(state.table())) {
                faults.add("%s should say %s: %s"
                        .formatted(state.spec().name(), state.table().text(), state.described()));
            }
        }
    }

    /** A server that is silent leads nobody anywhere; when its region lives it may come back at any moment with an old answer. */
    private void judgeSilent(DnsSpec spec, DnsServerState server, Verdicts verdicts) {
        String text = "DNS server %s answers nobody (%s)".formatted(server.server(), server.detail());
        boolean dead = spec.servers().stream()
                .filter(one -> one.name().equals(server.server()))
                .anyMatch(one -> verdicts.isDown(one.region()));
        if (dead || server.controllable()) {
            evidence.add(text);
        } else {
            unknown.add(text);
        }
    }

    private void judgeService(List<String> left) {
        ClientPath path = new ClientPath(execution);
        List<DeploymentSpec> entered = deployments().stream()
                .map(deployment -> Views.in(deployment, one -> !left.contains(one)))
                .toList();
        List<ClientRequest> requests = path.requests(entered);
        faults.addAll(ClientPath.faults(requests));
        evidence.add(ClientPath.evidence(requests));
        if (requests.isEmpty()) {
            unknown.add("there is no region left where clients could come in");
        }
    }

    private List<DeploymentSpec> deployments() {
        return Views.deployments(execution.site().topology(), specs);
    }

    private void judgeTail(String one, Verdicts verdicts) {
        Tail tail = verdicts.isUnreachable(one)
                ? Tail.unknown("nothing of the region answers")
                : new TailLook(execution, one, deployments()).take();
        String text = "still in %s: %s".formatted(one, tail.text());
        if (tail.isKnown()) {
            outputs.put("tail", tail.text());
        }
        if (tail.isGone() || (!tail.isKnown() && verdicts.isDown(one))) {
            evidence.add(text);
        } else if (tail.isKnown()) {
            faults.add(text);
        } else {
            unknown.add(text);
        }
    }
}
