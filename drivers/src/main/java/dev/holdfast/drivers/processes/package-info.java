/**
 * Deployments whose instances are processes on hosts: asked over the HTTP endpoints that every instance has, started by a command
 * on its host, and configured by a file of {@code key=value} lines that the running process reads again when told to.
 */
@NullMarked
package dev.holdfast.drivers.processes;

import org.jspecify.annotations.NullMarked;
