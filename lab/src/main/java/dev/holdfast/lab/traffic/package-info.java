/** The lab's clients: they send at their own pace whatever happens, and keep a ledger of what was acknowledged to them. */
@NullMarked
package dev.holdfast.lab.traffic;

import org.jspecify.annotations.NullMarked;
