package dev.holdfast.drivers.haproxy;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;

/** The weight that gives a server its share. */
final class Weight {
    /** Of a server, and in percent of what it usually has. */
    private static final int HIGHEST = 256;

    private static final int ALL = 100;

    private Weight() {}

    /**
     * A share as a weight, which is a whole number.
     *
     * @param percent of the usual weight
     * @param usual what the configuration gives the server
     * @throws HoldfastException {@code PARAMETER_INVALID} when there is no such weight
     */
    static int of(String server, int percent, int usual) {
        if (percent < 0 || percent > HIGHEST) {
            throw invalid(
                    "%d percent of the traffic of %s; it must be from 0 to %d".formatted(percent, server, HIGHEST));
        }
        int weight = Math.round((float) usual * percent / ALL);
        if (weight > HIGHEST) {
            throw invalid("%d percent of weight %d of %s is more than HAProxy's %d"
                    .formatted(percent, usual, server, HIGHEST));
        }
        boolean same = weight == usual && percent != ALL;
        if (usual > 0 && percent > 0 && (weight == 0 || same)) {
            throw invalid(
                    "%d percent of weight %d of %s would be all or nothing; give it a weight of 100 in HAProxy's file"
                            .formatted(percent, usual, server));
        }
        return weight;
    }

    private static HoldfastException invalid(String what) {
        return new HoldfastException(ErrorCode.PARAMETER_INVALID, what);
    }
}
