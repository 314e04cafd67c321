/** Faults of the lab as sentences: what breaks, how, and how it ends. */
@NullMarked
package dev.holdfast.lab.fault;

import org.jspecify.annotations.NullMarked;
