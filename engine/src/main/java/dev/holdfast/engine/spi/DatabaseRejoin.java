package dev.holdfast.engine.spi;

import dev.holdfast.model.database.Divergence;
import dev.holdfast.model.database.RejoinMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Brings a server back that has left the cluster's history. */
public interface DatabaseRejoin {

    /**
     * Saves the writes that only {@code node} has.
     *
     * @param node a stopped server that was primary
     * @param source the primary now
     * @param directory a local directory for the file
     * @return empty when the node has no write that the source lacks
     */
    Optional<Divergence> captureDivergence(String node, String source, Path directory, Duration limit);

    /**
     * Makes a stopped server a streaming standby of {@code source}: by following when its history allows it, else by rewinding,
     * else by a fresh copy. Everything that only {@code node} has is gone afterwards. Repeatable.
     */
    RejoinMethod rejoin(String node, String source, Duration limit);
}
