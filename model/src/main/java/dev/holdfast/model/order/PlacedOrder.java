package dev.holdfast.model.order;

import dev.holdfast.model.operator.Actor;
import java.time.Instant;
import java.util.Optional;

/**
 * An order as it was placed.
 *
 * @param number 1 for the first order of the run, without gaps; each is taken once
 * @param signature of whoever placed it, over what {@code SignedOrder} says; empty when the person is not proven
 */
public record PlacedOrder(long number, Instant at, Actor by, Order order, Optional<String> signature) {}
