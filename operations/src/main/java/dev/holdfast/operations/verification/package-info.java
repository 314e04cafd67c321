/** Operations that only look: are clients served, is the data the same, is the recovery complete? */
@NullMarked
package dev.holdfast.operations.verification;

import org.jspecify.annotations.NullMarked;
