/** What programs read: JSON. */
@NullMarked
package dev.holdfast.app.output;

import org.jspecify.annotations.NullMarked;
