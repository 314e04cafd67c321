/**
 * The ports: the whole of what Holdfast asks of infrastructure. Facts in, effects out, a limit on every call. Every effect can
 * be repeated: done twice, it is done once.
 */
@NullMarked
package dev.holdfast.engine.spi;

import org.jspecify.annotations.NullMarked;
