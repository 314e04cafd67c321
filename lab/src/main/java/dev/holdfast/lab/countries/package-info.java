/** Country databases in the format of MaxMind, version 2, with the shape of GeoLite2-Country. */
@NullMarked
package dev.holdfast.lab.countries;

import org.jspecify.annotations.NullMarked;
