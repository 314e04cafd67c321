/** What the drivers of channels share: their settings, and keeping a secret out of every text. */
@NullMarked
package dev.holdfast.drivers.channel;

import org.jspecify.annotations.NullMarked;
