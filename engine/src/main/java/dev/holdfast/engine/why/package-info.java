/** Why Holdfast acts, or doesn't: what each detector says, what would follow, and what is in the way. */
@NullMarked
package dev.holdfast.engine.why;

import org.jspecify.annotations.NullMarked;
