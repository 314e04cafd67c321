/** Operations on the instances of an application. */
@NullMarked
package dev.holdfast.operations.deployment;

import org.jspecify.annotations.NullMarked;
