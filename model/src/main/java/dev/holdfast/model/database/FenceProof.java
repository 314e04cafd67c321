package dev.holdfast.model.database;

import java.util.List;

/** Why an old primary can't acknowledge a write any more, or why that is not known. */
public sealed interface FenceProof {

    /** One sentence for people. */
    String text();

    /** Its host says that no process of it is left, and that it would come back only as a standby. */
    record ProcessGone(String node) implements FenceProof {
        @Override
        public String text() {
            return node + ": its host shows no process of it, and it can only start as a standby";
        }
    }

    /** Commits wait for standbys, and too few are left that listen to it. */
    record QuorumCut(String node, SyncPolicy policy, List<String> cutOff) implements FenceProof {
        public QuorumCut {
            cutOff = List.copyOf(cutOff);
        }

        @Override
        public String text() {
            return "%s: a commit there needs %d of %s, and %s no longer listen to it"
                    .formatted(node, policy.required(), policy.members(), cutOff);
        }
    }

    /** It follows another server. */
    record Demoted(String node) implements FenceProof {
        @Override
        public String text() {
            return node + ": it is a standby";
        }
    }

    /** Nothing proves it. */
    record Missing(String node, String reason) implements FenceProof {
        @Override
        public String text() {
            return node + ": " + reason;
        }
    }
}
