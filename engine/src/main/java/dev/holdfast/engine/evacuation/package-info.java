/** How everything that runs in a region is brought to other ones, in the order in which services depend on each other. */
@NullMarked
package dev.holdfast.engine.evacuation;

import org.jspecify.annotations.NullMarked;
