/** Stands watch over a database, and starts the runbook when its primary is down. */
@NullMarked
package dev.holdfast.engine.recovery;

import org.jspecify.annotations.NullMarked;
