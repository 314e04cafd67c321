/** Machines that are reached over SSH: one session each, that stays open. */
@NullMarked
package dev.holdfast.drivers.ssh;

import org.jspecify.annotations.NullMarked;
