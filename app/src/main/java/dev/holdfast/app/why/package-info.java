/** Puts together what is needed to say why Holdfast acts or doesn't, and what would happen if a database died now. */
@NullMarked
package dev.holdfast.app.why;

import org.jspecify.annotations.NullMarked;
