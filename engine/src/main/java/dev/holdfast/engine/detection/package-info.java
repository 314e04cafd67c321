/** Notices that a primary is down, from independent signs that agree. */
@NullMarked
package dev.holdfast.engine.detection;

import org.jspecify.annotations.NullMarked;
