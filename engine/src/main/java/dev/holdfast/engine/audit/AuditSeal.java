package dev.holdfast.engine.audit;

import java.util.function.Supplier;

/**
 * What an installation signs its audit trail with.
 *
 * @param key opened, or made, when the first checkpoint is due
 * @param file where each checkpoint is kept besides the journal
 */
public record AuditSeal(Supplier<AuditKey> key, CheckpointFile file) {}
