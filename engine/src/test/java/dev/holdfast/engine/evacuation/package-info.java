@NullMarked
package dev.holdfast.engine.evacuation;

import org.jspecify.annotations.NullMarked;
