/** Operations that tell people. */
@NullMarked
package dev.holdfast.operations.communication;

import org.jspecify.annotations.NullMarked;
