/** What earlier runs teach about how long things take. */
@NullMarked
package dev.holdfast.engine.history;

import org.jspecify.annotations.NullMarked;
