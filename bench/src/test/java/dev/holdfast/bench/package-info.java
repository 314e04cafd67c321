/** Benchmarks: they print figures, and assert that what was measured was right, never how long it took. */
@NullMarked
package dev.holdfast.bench;

import org.jspecify.annotations.NullMarked;
