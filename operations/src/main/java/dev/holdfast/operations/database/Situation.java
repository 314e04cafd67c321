package dev.holdfast.operations.database;

import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.topology.DatabaseSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was seen of a cluster just now, together with what is remembered of its primary.
 *
 * <p>What is remembered may be out of date: it counts only as far as no server shows a newer timeline.
 */
public record Situation(DatabaseSpec spec, ClusterState state, Optional<PrimarySighting> sighting) {

    /** The state of a server; one that was not looked at counts as silent. */
    public NodeState node(String name) {
        return state.node(name)
                .orElseGet(() -> new NodeState.Unreachable(name, NodeState.Reach.SILENT, "it was not asked"));
    }

    /** The newest timeline that any server shows; 0 when none answers. */
    public int newestTimeline() {
        return Stream.concat(
                        state.primaries().stream()
                                .map(primary -> primary.identity().timeline()),
                        state.standbys().stream()
                                .map(standby -> standby.identity().timeline()))
                .max(Integer::compare)
                .orElse(0);
    }

    /** The server that accepts writes on the newest timeline. One that woke up on an older timeline is not current. */
    public Optional<NodeState.Primary> currentPrimary() {
        return state.primary().filter(primary -> primary.identity().timeline() >= newestTimeline());
    }

    /** Servers that say they are primary, other than {@code node}. */
    public List<NodeState.Primary> otherPrimaries(String node) {
        return state.primaries().stream()
                .filter(primary -> !primary.node().equals(node))
                .toList();
    }

    /** What is remembered of the primary, unless there was a promotion since. */
    public Optional<PrimarySighting> validSighting() {
        return sighting.filter(seen -> seen.state().identity().timeline() >= newestTimeline());
    }

    /** The server that acknowledged the newest writes: it answers as primary, or did when last seen, or the standbys name it. */
    public Optional<String> lastPrimary() {
        return currentPrimary()
                .map(NodeState.Primary::node)
                .or(() -> validSighting().map(seen -> seen.state().node()))
                .or(this::namedByStandbys);
    }

    private Optional<String> namedByStandbys() {
        List<String> named = state.standbys().stream()
                .filter(standby -> standby.identity().timeline() == newestTimeline())
                .flatMap(standby -> standby.upstream().configured().stream())
                .distinct()
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    /**
     * The servers that may acknowledge writes although {@code target} is to be the only primary. When it is not known who was
     * primary, that is every server that does not say it is a standby.
     */
    public List<String> rivals(String target) {
        Set<String> rivals = new LinkedHashSet<>(
                otherPrimaries(target).stream().map(NodeState.Primary::node).toList());
        if (isCurrentPrimary(target)) {
            return List.copyOf(rivals);
        }
        Optional<String> last = lastPrimary().filter(node -> !node.equals(target));
        if (last.isPresent()) {
            rivals.add(last.get());
        } else {
            rivals.addAll(spec.nodeNames().stream()
                    .filter(node -> !node.equals(target) && !(node(node) instanceof NodeState.Standby))
                    .toList());
        }
        return List.copyOf(rivals);
    }

    public boolean isCurrentPrimary(String node) {
        return currentPrimary().filter(primary -> primary.node().equals(node)).isPresent();
    }

    /** Whether a server is proven not to receive the log of {@code upstream}. */
    public boolean isCutOffFrom(String upstream, String node) {
        return switch (node(node)) {
            case NodeState.Primary _ -> true;
            case NodeState.Standby standby -> doesNotListenTo(upstream, standby.upstream());
            case NodeState.Answering _, NodeState.Unreachable _ -> false;
        };
    }

    /** Neither does it hear that server, nor would it turn to it again. A sender that nobody knows may lead there. */
    private boolean doesNotListenTo(String upstream, NodeState.Upstream from) {
        boolean hears = from.sender()
                .filter(sender -> sender.equals(upstream) || !spec.nodeNames().contains(sender))
                .isPresent();
        return !hears && from.configured().filter(upstream::equals).isEmpty();
    }

    /** Whether a standby is set to stream from {@code primary} and does so now. */
    public boolean streamsFrom(String primary, String node) {
        return state.standby(node)
                .map(NodeState.Standby::upstream)
                .filter(from -> from.receiving()
                        && from.configured().filter(primary::equals).isPresent())
                .isPresent();
    }
}
