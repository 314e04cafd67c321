/** The servers of the lab: their configuration, how each is started, and when it really answers. */
@NullMarked
package dev.holdfast.lab.server;

import org.jspecify.annotations.NullMarked;
