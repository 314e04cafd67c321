/** What a journal holds: the events of a run, and the identity of a run. */
@NullMarked
package dev.holdfast.model.event;

import org.jspecify.annotations.NullMarked;
