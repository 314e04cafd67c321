/** Signatures by OpenSSH's own tool. */
@NullMarked
package dev.holdfast.drivers.openssh;

import org.jspecify.annotations.NullMarked;
