/** Load balancers: that they still do what they were told after they were loaded anew. */
@NullMarked
package dev.holdfast.operations.balancer;

import org.jspecify.annotations.NullMarked;
