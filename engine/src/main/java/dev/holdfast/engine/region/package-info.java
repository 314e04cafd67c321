/** Finds out how regions are: looks at every component from several places, and lets the places and the kinds of looks vote. */
@NullMarked
package dev.holdfast.engine.region;

import org.jspecify.annotations.NullMarked;
