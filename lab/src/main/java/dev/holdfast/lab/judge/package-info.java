/** Decides from ledgers and rows alone whether clients were served again, and whether every promise to them was kept. */
@NullMarked
package dev.holdfast.lab.judge;

import org.jspecify.annotations.NullMarked;
