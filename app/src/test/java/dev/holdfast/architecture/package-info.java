/** Rules that hold across all modules. */
@NullMarked
package dev.holdfast.architecture;

import org.jspecify.annotations.NullMarked;
