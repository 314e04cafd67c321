/** The shape of an operation, and the catalogue of them. */
@NullMarked
package dev.holdfast.engine.operation;

import org.jspecify.annotations.NullMarked;
