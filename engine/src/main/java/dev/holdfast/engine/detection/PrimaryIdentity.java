package dev.holdfast.engine.detection;

import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import java.util.Optional;

/** Tells which server is, or was last, the primary. */
public final class PrimaryIdentity {
    private PrimaryIdentity() {}

    /** The server that says so now; else the one last seen; else the one that the standbys follow. */
    public static Optional<String> of(ClusterState state, Optional<PrimarySighting> remembered) {
        return state.primary()
                .map(NodeState.Primary::node)
                .or(() -> remembered.map(sighting -> sighting.state().node()))
                .or(() -> followed(state));
    }

    private static Optional<String> followed(ClusterState state) {
        return state.standbys().stream()
                .flatMap(standby -> standby.upstream().configured().stream())
                .findFirst();
    }
}
