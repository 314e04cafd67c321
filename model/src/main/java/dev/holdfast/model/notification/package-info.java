/** What people are told, and over which channels. */
@NullMarked
package dev.holdfast.model.notification;

import org.jspecify.annotations.NullMarked;
