/** What exists: regions, hosts, databases, load balancers, deployments, and the objectives set for them. */
@NullMarked
package dev.holdfast.model.topology;

import org.jspecify.annotations.NullMarked;
