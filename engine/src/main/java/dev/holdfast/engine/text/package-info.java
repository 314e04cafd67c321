/** Texts: what tells one from another. */
@NullMarked
package dev.holdfast.engine.text;

import org.jspecify.annotations.NullMarked;
