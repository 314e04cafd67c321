/** Numbered failures: what went wrong, which class of failure it is, and the next move. */
@NullMarked
package dev.holdfast.model.error;

import org.jspecify.annotations.NullMarked;
