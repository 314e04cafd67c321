/** Slack: {@code chat.postMessage} with Slack's own client. */
@NullMarked
package dev.holdfast.drivers.slack;

import org.jspecify.annotations.NullMarked;
