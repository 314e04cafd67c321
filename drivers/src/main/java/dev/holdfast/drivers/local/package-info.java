/** Programs on this machine. There is only one, so no driver is looked for by name. */
@NullMarked
package dev.holdfast.drivers.local;

import org.jspecify.annotations.NullMarked;
