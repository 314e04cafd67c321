/** Watching the regions for a while: does a failure spread, does the system stay stable? */
@NullMarked
package dev.holdfast.operations.cascade;

import org.jspecify.annotations.NullMarked;
