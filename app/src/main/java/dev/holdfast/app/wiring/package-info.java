/** Puts the parts together: the topology, the drivers, the journal and the engine. */
@NullMarked
package dev.holdfast.app.wiring;

import org.jspecify.annotations.NullMarked;
