/** What would happen if a database or a region died now: how long nobody would be served, and what would be lost. */
@NullMarked
package dev.holdfast.engine.forecast;

import org.jspecify.annotations.NullMarked;
