package dev.holdfast.operations.database;

import dev.holdfast.model.database.FenceProof;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.SyncPolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides from what the servers say whether an old primary can still acknowledge a write. Pure.
 *
 * <p>That its process is gone is not decided here: a process that is gone can be started again, so it proves something only to
 * the one who has just made sure that it comes back as a standby.
 */
public final class FenceRule {
    private FenceRule() {}

    /** The proof for {@code node}, or what is missing for it. */
    public static FenceProof proof(String node, Situation situation) {
        return switch (situation.node(node)) {
            case NodeState.Standby _ -> new FenceProof.Demoted(node);
            case NodeState.Primary primary -> quorumCut(node, primary.sync(), situation);
            case NodeState.Answering _, NodeState.Unreachable _ ->
                remembered(node, situation)
                        .map(policy -> quorumCut(node, policy, situation))
                        .orElseGet(() -> new FenceProof.Missing(
                                node, "it was never seen as primary, so its policy is not known"));
        };
    }

    private static Optional<SyncPolicy> remembered(String node, Situation situation) {
        return situation
                .sighting()
                .filter(seen -> seen.state().node().equals(node))
                .map(seen -> seen.state().sync());
    }

    private static FenceProof quorumCut(String node, SyncPolicy policy, Situation situation) {
        List<String> cutOff = policy.members().stream()
                .filter(member -> !member.equals(node) && situation.isCutOffFrom(node, member))
                .toList();
        if (policy.blocksCommits(node, cutOff.stream().collect(Collectors.toUnmodifiableSet()))) {
            return new FenceProof.QuorumCut(node, policy, cutOff);
        }
        return new FenceProof.Missing(
                node,
                policy.required() == 0
                        ? "its commits wait for no standby"
                        : "a commit there needs %d of %s, and only %s are proven not to listen to it"
                                .formatted(policy.required(), policy.members(), cutOff));
    }

    /** Whether something proves the fence. */
    public static boolean holds(FenceProof proof) {
        return !(proof instanceof FenceProof.Missing);
    }

    /** Whether every one of these servers is proven unable to acknowledge. */
    public static boolean allFenced(List<String> nodes, Situation situation) {
        return nodes.stream().allMatch(node -> holds(proof(node, situation)));
    }
}
