package dev.holdfast.operations.impact;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.database.LossEstimate;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.operations.database.CandidateRule;
import dev.holdfast.operations.database.ClusterLook;
import dev.holdfast.operations.database.LossRule;
import dev.holdfast.operations.database.Situation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which database servers are lost with a region, who could take over, and what would be lost. */
final class DatabaseImpact {
    private final Execution execution;
    private final String region;

    DatabaseImpact(Execution execution, String region) {
        this.execution = execution;
        this.region = region;
    }

    /** Of every database with a server there. */
    Part read() {
        List<String> sentences = new ArrayList<>();
        Map<String, String> outputs = new HashMap<>();
        for (DatabaseSpec database : execution.site().topology().databases()) {
            if (!inRegion(database).isEmpty()) {
                Part part = of(database);
                sentences.addAll(part.sentences());
                outputs.putAll(part.outputs());
            }
        }
        return new Part(sentences, outputs);
    }

    private List<String> inRegion(DatabaseSpec database) {
        return database.nodes().stream()
                .filter(node -> node.region().equals(region))
                .map(NodeSpec::name)
                .toList();
    }

    private Part of(DatabaseSpec database) {
        Situation situation = ClusterLook.at(execution, database);
        Optional<String> primary =
                situation.currentPrimary().map(NodeState.Primary::node).or(situation::lastPrimary);
        List<String> there = inRegion(database);
        if (primary.filter(there::contains).isPresent()) {
            return primaryLost(database, situation, primary.get());
        }
        String standbys = "%s loses %s; %s"
                .formatted(
                        database.name(),
                        there,
                        primary.map(name -> name + " stays the primary")
                                .orElse("nobody knows which server is the primary"));
        return new Part(
                List.of(standbys),
                Map.of(
                        "standbys-lost",
                        String.join(",", there),
                        "primary-known",
                        Boolean.toString(primary.isPresent())));
    }

    private Part primaryLost(DatabaseSpec database, Situation situation, String primary) {
        CandidateRule candidates =
                new CandidateRule(situation, execution.site().topology().regions());
        Map<String, String> outputs = new HashMap<>();
        outputs.put("database", database.name());
        outputs.put("primary-lost", primary);
        outputs.put("database-rto", "%ds".formatted(database.objective().rto().toSeconds()));
        outputs.put("database-rpo", "%ds".formatted(database.objective().rpo().toSeconds()));
        Optional<NodeState.Standby> best = candidates.best();
        if (best.isEmpty()) {
            return new Part(
                    List.of("%s loses its primary %s, and no standby can take over: %s"
                            .formatted(database.name(), primary, candidates.exclusions())),
                    outputs);
        }
        LossEstimate loss = new LossRule(situation, candidates).estimate(best.get());
        outputs.putAll(Map.of(
                "takeover", loss.candidate(),
                "loss", loss.figure(),
                "loss-bytes", Long.toString(loss.bytes()),
                "loss-transactions", Long.toString(loss.transactions()),
                "loss-reason", loss.reason()));
        return new Part(
                List.of("%s loses its primary %s; %s can take over and would lose %s (%s); RTO %d s, RPO %d s"
                        .formatted(
                                database.name(),
                                primary,
                                loss.candidate(),
                                loss.figure(),
                                loss.reason(),
                                database.objective().rto().toSeconds(),
                                database.objective().rpo().toSeconds())),
                outputs);
    }
}
