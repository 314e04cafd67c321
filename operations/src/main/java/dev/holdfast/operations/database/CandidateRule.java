package dev.holdfast.operations.database;

import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.RegionSpec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Ranks the standbys for a promotion. Pure.
 *
 * <p>First the one that received most of the log, because everything else can be repaired afterwards. Among equals: one whose
 * replay is not paused (a promotion ends a pause, but has to replay what has piled up first), then by priority, then by the
 * order of the regions, then by the order of the file.
 */
public final class CandidateRule {
    private final Situation situation;
    private final List<RegionSpec> regions;

    public CandidateRule(Situation situation, List<RegionSpec> regions) {
        this.situation = situation;
        this.regions = List.copyOf(regions);
    }

    /** The standbys that can be promoted, best first. */
    public List<NodeState.Standby> ranked() {
        return situation.state().standbys().stream()
                .filter(standby -> exclusion(standby.node()).isEmpty())
                .sorted(Comparator.comparing(NodeState.Standby::received)
                        .reversed()
                        .thenComparing(NodeState.Standby::replayPaused)
                        .thenComparing(
                                this::spec,
                                Comparator.comparingInt(NodeSpec::priority)
                                        .reversed()
                                        .thenComparingInt(this::regionRank)))
                .toList();
    }

    /** The best candidate. */
    public Optional<NodeState.Standby> best() {
        return ranked().stream().findFirst();
    }

    /** How far the log of any candidate reaches. */
    public Lsn mostReceived() {
        return ranked().stream()
                .map(NodeState.Standby::received)
                .max(Comparator.naturalOrder())
                .orElse(Lsn.ZERO);
    }

    /** Why each of the other servers can't be promoted. */
    public Map<String, String> exclusions() {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (String node : situation.spec().nodeNames()) {
            exclusion(node).ifPresent(reason -> reasons.put(node, reason));
        }
        return reasons;
    }

    /** Why this server can't be promoted; empty when it can. */
    public Optional<String> exclusion(String node) {
        return switch (situation.node(node)) {
            case NodeState.Primary primary ->
                Optional.of("it is primary of timeline " + primary.identity().timeline());
            case NodeState.Answering answering ->
                Optional.of("it serves no session (%s %s)".formatted(answering.sqlState(), answering.message()));
            case NodeState.Unreachable unreachable ->
                Optional.of("it does not answer (%s)".formatted(unreachable.detail()));
            case NodeState.Standby standby -> mismatch(standby);
        };
    }

    private Optional<String> mismatch(NodeState.Standby standby) {
        String system = system();
        if (!standby.identity().system().equals(system)) {
            return Optional.of("it belongs to another cluster: system %s instead of %s"
                    .formatted(standby.identity().system(), system));
        }
        int newest = situation.newestTimeline();
        if (standby.identity().timeline() != newest) {
            return Optional.of("its history is older: timeline %d instead of %d"
                    .formatted(standby.identity().timeline(), newest));
        }
        return Optional.empty();
    }

    /** The identifier of this cluster: that of its primary as far as it is known, else that of most standbys. */
    private String system() {
        return situation
                .currentPrimary()
                .or(() -> situation.sighting().map(seen -> seen.state()))
                .map(primary -> primary.identity().system())
                .orElseGet(this::mostCommonSystem);
    }

    private String mostCommonSystem() {
        Map<String, Long> counts = situation.state().standbys().stream()
                .map(standby -> standby.identity().system())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private NodeSpec spec(NodeState.Standby standby) {
        return situation.spec().node(standby.node());
    }

    private int regionRank(NodeSpec node) {
        return regions.stream().map(RegionSpec::name).toList().indexOf(node.region());
    }
}
