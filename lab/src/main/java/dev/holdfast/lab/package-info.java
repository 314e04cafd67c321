/** The lab: a real multi-region service on this machine, brought up, looked at, broken and brought down. */
@NullMarked
package dev.holdfast.lab;

import org.jspecify.annotations.NullMarked;
