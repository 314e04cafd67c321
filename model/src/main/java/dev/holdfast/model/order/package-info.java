/** What people tell a run to do. */
@NullMarked
package dev.holdfast.model.order;

import org.jspecify.annotations.NullMarked;
