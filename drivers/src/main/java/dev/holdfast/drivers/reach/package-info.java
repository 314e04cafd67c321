/** Looks at addresses from local addresses that stand for places, over plain sockets. */
@NullMarked
package dev.holdfast.drivers.reach;

import org.jspecify.annotations.NullMarked;
