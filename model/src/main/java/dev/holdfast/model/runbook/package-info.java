/** Runbooks: named steps, what each needs, and what happens when one fails. */
@NullMarked
package dev.holdfast.model.runbook;

import org.jspecify.annotations.NullMarked;
