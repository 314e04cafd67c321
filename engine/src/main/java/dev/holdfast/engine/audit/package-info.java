/** The audit trail: a hash chain over all records, signed checkpoints of it, and what finds a change. */
@NullMarked
package dev.holdfast.engine.audit;

import org.jspecify.annotations.NullMarked;
