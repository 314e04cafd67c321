package dev.holdfast.drivers.regional;

import java.util.Set;
import java.util.TreeSet;

/**
 * Tells whether what has arrived is what was sent, although its files may be written to meanwhile: each must be as it was just before
 * the transfer or just after it.
 */
final class Arrival {
    private Arrival() {}

    /** The names of those that are not. */
    static Set<String> wrong(Manifest before, Manifest arrived, Manifest after) {
        Set<String> wrong = new TreeSet<>(arrived.differingFrom(before));
        wrong.retainAll(arrived.differingFrom(after));
        return wrong;
    }
}
