/** What DNS answers for a service, and how clients are led to regions by it. */
@NullMarked
package dev.holdfast.model.dns;

import org.jspecify.annotations.NullMarked;
