package dev.holdfast.model.database;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Roles, replication and endpoints as they were before a destructive step.
 *
 * @param id sorts by time
 * @param primary the server that was primary
 * @param identity of that server then
 * @param written the last position of its log that was seen
 * @param upstreams each standby, and the server that it followed
 * @param writers each load balancer, and the server that its writer endpoint led to
 */
public record RestorePoint(
        String id,
        Instant at,
        String database,
        Optional<String> primary,
        Optional<Identity> identity,
        Lsn written,
        Map<String, String> upstreams,
        Map<String, String> writers) {

    public RestorePoint {
        upstreams = Map.copyOf(upstreams);
        writers = Map.copyOf(writers);
    }
}
