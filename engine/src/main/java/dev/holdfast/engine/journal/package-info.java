/** The durable record of all runs, in one SQLite file. */
@NullMarked
package dev.holdfast.engine.journal;

import org.jspecify.annotations.NullMarked;
