/** What the loss of a region means, part by part. */
@NullMarked
package dev.holdfast.operations.impact;

import org.jspecify.annotations.NullMarked;
