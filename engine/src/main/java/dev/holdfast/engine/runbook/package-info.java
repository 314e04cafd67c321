/** Reads runbooks. */
@NullMarked
package dev.holdfast.engine.runbook;

import org.jspecify.annotations.NullMarked;
