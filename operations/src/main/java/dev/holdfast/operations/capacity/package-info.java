/** Traffic and capacity: how much goes through each region, how much it can carry, and giving regions more or less of it. */
@NullMarked
package dev.holdfast.operations.capacity;

import org.jspecify.annotations.NullMarked;
