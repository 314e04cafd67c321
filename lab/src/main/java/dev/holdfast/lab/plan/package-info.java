/** What the lab consists of, and where its files are. */
@NullMarked
package dev.holdfast.lab.plan;

import org.jspecify.annotations.NullMarked;
