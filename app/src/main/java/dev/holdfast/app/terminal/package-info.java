/** What people see: colours, durations, tables, and the progress of a run. */
@NullMarked
package dev.holdfast.app.terminal;

import org.jspecify.annotations.NullMarked;
