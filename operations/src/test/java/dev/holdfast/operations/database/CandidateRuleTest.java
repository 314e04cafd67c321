package dev.holdfast.operations.database;

import static dev.holdfast.operations.database.Clusters.ANY_1;
import static dev.holdfast.operations.database.Clusters.candidates;
import static dev.holdfast.operations.database.Clusters.dead;
import static dev.holdfast.operations.database.Clusters.primary;
import static dev.holdfast.operations.database.Clusters.seen;
import static dev.holdfast.operations.database.Clusters.situation;
import static dev.holdfast.operations.database.Clusters.standby;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.database.Identity;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.operations.testkit.TestTopology;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The candidate")
class CandidateRuleTest {
    private static final Optional<PrimarySighting> SEEN = Optional.of(seen(primary("primary", 1, 1000, ANY_1)));

    private static List<String> ranked(Situation situation) {
        return candidates(situation).ranked().stream()
                .map(NodeState.Standby::node)
                .toList();
    }

    @Test
    @DisplayName("is the one that received most, whatever else speaks for another")
    void mostReceived() {
        assertThat(ranked(situation(
                        SEEN,
                        dead("primary"),
                        standby("replica1", 1, 900, "primary"),
                        standby("replica2", new Identity("7001", 1), 901, Optional.of("primary"), true))))
                .containsExactly("replica2", "replica1");
    }

    @Test
    @DisplayName("is among equals one whose replay is not paused")
    void notPaused() {
        assertThat(ranked(situation(
                        SEEN,
                        dead("primary"),
                        standby("replica1", new Identity("7001", 1), 900, Optional.of("primary"), true),
                        standby("replica2", 1, 900, "primary"))))
                .containsExactly("replica2", "replica1");
    }

    @Test
    @DisplayName("is among equals the one with the higher priority")
    void priority() {
        Situation equal = situation(
                SEEN, dead("primary"), standby("replica1", 1, 900, "primary"), standby("replica2", 1, 900, "primary"));
        DatabaseSpec spec = equal.spec();
        List<NodeSpec> nodes = spec.nodes().stream()
                .map(node -> node.name().equals("replica2") ? withPriority(node, 200) : node)
                .toList();
        DatabaseSpec preferring = new DatabaseSpec(
                spec.name(), spec.driver(), spec.objective(), spec.access(), nodes, spec.endpoints(), spec.detection());
        assertThat(ranked(new Situation(preferring, equal.state(), equal.sighting())))
                .containsExactly("replica2", "replica1");
    }

    private static NodeSpec withPriority(NodeSpec node, int priority) {
        return new NodeSpec(
                node.name(),
                node.region(),
                node.host(),
                node.address(),
                priority,
                node.dataDirectory(),
                node.configFile(),
                node.logFile());
    }

    @Test
    @DisplayName("is among equals the one in the earlier region")
    void regionOrder() {
        Situation equal = situation(
                SEEN, dead("primary"), standby("replica1", 1, 900, "primary"), standby("replica2", 1, 900, "primary"));
        assertThat(ranked(equal)).containsExactly("replica1", "replica2");
        CandidateRule backwards =
                new CandidateRule(equal, TestTopology.threeRegions().regions().reversed());
        assertThat(backwards.best().orElseThrow().node()).isEqualTo("replica2");
    }

    @Test
    @DisplayName("is never of another cluster, of an older history, or silent; and each reason is given")
    void exclusions() {
        Situation situation = situation(
                Optional.of(seen(primary("primary", 2, 1000, ANY_1))),
                dead("primary"),
                standby("replica1", new Identity("9999", 2), 5000, Optional.empty(), false),
                standby("replica2", 2, 900, "primary"));
        assertThat(ranked(situation)).containsExactly("replica2");
        assertThat(candidates(situation).exclusions().get("replica1")).contains("another cluster: system 9999");
        assertThat(candidates(situation).exclusions().get("primary")).contains("connection refused");

        Situation older = situation(
                SEEN, dead("primary"), standby("replica1", 1, 5000, "primary"), standby("replica2", 2, 900, "x"));
        assertThat(ranked(older)).containsExactly("replica2");
        assertThat(candidates(older).exclusions().get("replica1")).contains("timeline 1 instead of 2");
    }
}
