/** Telling people: messages are durable before they are sent, and are tried again until the channel took them. */
@NullMarked
package dev.holdfast.engine.notification;

import org.jspecify.annotations.NullMarked;
