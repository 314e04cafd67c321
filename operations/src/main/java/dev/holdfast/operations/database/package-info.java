/** Operations on a replicated database: find out, fence, promote, repoint, rebuild, roll back. */
@NullMarked
package dev.holdfast.operations.database;

import org.jspecify.annotations.NullMarked;
