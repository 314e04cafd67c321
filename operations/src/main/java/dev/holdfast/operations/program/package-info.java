/** Programs of the operators as steps of a runbook. */
@NullMarked
package dev.holdfast.operations.program;

import org.jspecify.annotations.NullMarked;
