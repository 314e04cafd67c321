/** Regions: leading clients away from one and back to it, gracefully or at once, and proving where they are led. */
@NullMarked
package dev.holdfast.operations.region;

import org.jspecify.annotations.NullMarked;
