/**
 * A stand-in for a Kubernetes API server: real clients such as {@code kubectl} speak to it, and the pods of its deployments are
 * processes of the lab. It names itself as a stand-in wherever it shows.
 */
@NullMarked
package dev.holdfast.lab.kubernetes;

import org.jspecify.annotations.NullMarked;
