/** Who acts, and what they may do. */
@NullMarked
package dev.holdfast.model.operator;

import org.jspecify.annotations.NullMarked;
