/** Tests of how regions are judged. */
@NullMarked
package dev.holdfast.engine.region;

import org.jspecify.annotations.NullMarked;
