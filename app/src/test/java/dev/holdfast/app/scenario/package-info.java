/** The whole program against real servers, each class on a lab of its own. */
@NullMarked
package dev.holdfast.app.scenario;

import org.jspecify.annotations.NullMarked;
