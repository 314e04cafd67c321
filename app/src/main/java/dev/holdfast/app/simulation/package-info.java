/** Runs runbooks on a model of the infrastructure, and says beforehand what they would do. */
@NullMarked
package dev.holdfast.app.simulation;

import org.jspecify.annotations.NullMarked;
