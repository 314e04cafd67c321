/** Regions: how they are, and what it is known by. */
@NullMarked
package dev.holdfast.model.region;

import org.jspecify.annotations.NullMarked;
