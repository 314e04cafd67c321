/** How things stand: the systems, the runs, and what people have decided. */
@NullMarked
package dev.holdfast.app.status;

import org.jspecify.annotations.NullMarked;
