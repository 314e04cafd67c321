/**
 * Real systems behind the ports of {@code engine.spi}, one package each, found by name through {@link java.util.ServiceLoader}.
 *
 * <p>Every package is built alike: a {@code ...Driver} that binds a component of the topology without touching it; one class for
 * each port, which turns what it finds into facts of the model or a numbered failure; under it a client that speaks the system's
 * own language with a limit on every exchange; and small values for what the system answers, which can be tested without it.
 */
@NullMarked
package dev.holdfast.drivers;

import org.jspecify.annotations.NullMarked;
