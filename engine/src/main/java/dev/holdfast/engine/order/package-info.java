/** Orders of people to a run: placed from any terminal, durable, and taken once. */
@NullMarked
package dev.holdfast.engine.order;

import org.jspecify.annotations.NullMarked;
