/** Whole runs in virtual time, with faults, deaths and people, all drawn from a seed. */
@NullMarked
package dev.holdfast.app.seeds;

import org.jspecify.annotations.NullMarked;
