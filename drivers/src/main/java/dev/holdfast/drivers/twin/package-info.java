/** A model of a site in memory, in virtual time: what simulation and rehearsal act on instead of real systems. */
@NullMarked
package dev.holdfast.drivers.twin;

import org.jspecify.annotations.NullMarked;
