/** Tells people how regions are, with the evidence. */
@NullMarked
package dev.holdfast.operations.region.health;

import org.jspecify.annotations.NullMarked;
