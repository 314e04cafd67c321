package dev.holdfast.operations.database;

import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.RestorePoint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the server that {@code old-primary} means. */
final class RebuildTarget {
    static final String OLD_PRIMARY = "old-primary";

    private RebuildTarget() {}

    /**
     * The server that was primary before {@code source}: one that still says so, else the one that the newest restore point
     * names, else the one that was last seen as primary.
     */
    static Optional<String> oldPrimary(String source, Situation situation, List<RestorePoint> points) {
        Stream<String> alive = situation.otherPrimaries(source).stream().map(NodeState.Primary::node);
        Stream<String> recorded = points.stream().flatMap(point -> point.primary().stream());
        Stream<String> remembered =
                situation.sighting().stream().map(seen -> seen.state().node());
        return Stream.of(alive, recorded, remembered)
                .flatMap(names -> names)
                .filter(name -> !Objects.equals(name, source))
                .findFirst();
    }
}
