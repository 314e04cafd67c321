/** What a load balancer and a deployment look like at one moment. */
@NullMarked
package dev.holdfast.model.balancer;

import org.jspecify.annotations.NullMarked;
