/** A site in memory: database servers, load balancers and application instances that can crash, hang and be cut off. */
@NullMarked
package dev.holdfast.operations.testkit;

import org.jspecify.annotations.NullMarked;
