/** Where secrets are found. */
@NullMarked
package dev.holdfast.engine.secret;

import org.jspecify.annotations.NullMarked;
