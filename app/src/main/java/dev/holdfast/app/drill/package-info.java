/** Drills: breaks the lab, lets Holdfast recover it, and has an independent judge say what the clients saw. */
@NullMarked
package dev.holdfast.app.drill;

import org.jspecify.annotations.NullMarked;
