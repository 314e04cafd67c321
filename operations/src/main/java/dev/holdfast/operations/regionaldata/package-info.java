/** Operations on what each region has of its own, and its copies in other regions. */
@NullMarked
package dev.holdfast.operations.regionaldata;

import org.jspecify.annotations.NullMarked;
