/** The vocabulary of an operation: what assess, perform and prove say. */
@NullMarked
package dev.holdfast.model.operation;

import org.jspecify.annotations.NullMarked;
