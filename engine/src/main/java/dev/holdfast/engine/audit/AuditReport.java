package dev.holdfast.engine.audit;

import java.util.Optional;

/**
 * What became of verifying an audit trail.
 *
 * @param records how many there are, or how many are right before the first that isn't
 * @param covered the newest record that a checkpoint proves; what is newer could be computed anew by whoever can write the file
 * @param key the public key that the checkpoints are signed with; empty when there is none
 * @param keyProven whether it is known to be the key of this installation
 */
public record AuditReport(
        long records, long checkpoints, long covered, String key, boolean keyProven, Optional<Breach> breach) {}
