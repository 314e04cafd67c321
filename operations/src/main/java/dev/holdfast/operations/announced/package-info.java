/** Operations that runbooks can name already, and that Holdfast can't do yet. */
@NullMarked
package dev.holdfast.operations.announced;

import org.jspecify.annotations.NullMarked;
