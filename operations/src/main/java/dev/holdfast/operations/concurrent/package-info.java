/** Calls made at the same time, and waiting for something to become true. */
@NullMarked
package dev.holdfast.operations.concurrent;

import org.jspecify.annotations.NullMarked;
