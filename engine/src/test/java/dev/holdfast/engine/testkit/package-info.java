/** Fakes for tests of the engine: a site, a world that outlives a process, a journal in memory, and the death of a process. */
@NullMarked
package dev.holdfast.engine.testkit;

import org.jspecify.annotations.NullMarked;
