/** Executes runbooks: decides what comes next from the journal alone, and does it. */
@NullMarked
package dev.holdfast.engine.run;

import org.jspecify.annotations.NullMarked;
