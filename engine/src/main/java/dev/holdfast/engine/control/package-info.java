/** What people decided for all runs: the kill switch, standing orders, and break-glass. */
@NullMarked
package dev.holdfast.engine.control;

import org.jspecify.annotations.NullMarked;
