/** Reads topology files. */
@NullMarked
package dev.holdfast.engine.topology;

import org.jspecify.annotations.NullMarked;
