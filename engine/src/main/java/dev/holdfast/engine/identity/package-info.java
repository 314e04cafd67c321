/** Who people are, how they prove it, and what they may order. */
@NullMarked
package dev.holdfast.engine.identity;

import org.jspecify.annotations.NullMarked;
