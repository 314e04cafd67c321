/** The Debian packages that the lab needs. */
@NullMarked
package dev.holdfast.lab.install;

import org.jspecify.annotations.NullMarked;
