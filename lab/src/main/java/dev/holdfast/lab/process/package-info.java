/** Detached processes of the lab: how they are started, found again and ended, and who they run as. */
@NullMarked
package dev.holdfast.lab.process;

import org.jspecify.annotations.NullMarked;
