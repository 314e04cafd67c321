/**
 * Deployments of Kubernetes: how many instances run in each region, and which. An instance of the topology is a slot; the pod that
 * has it carries its name in a label.
 */
@NullMarked
package dev.holdfast.drivers.kubernetes;

import org.jspecify.annotations.NullMarked;
