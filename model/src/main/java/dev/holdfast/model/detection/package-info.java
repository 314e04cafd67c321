/** Signals about a database primary, and the verdict drawn from them. */
@NullMarked
package dev.holdfast.model.detection;

import org.jspecify.annotations.NullMarked;
