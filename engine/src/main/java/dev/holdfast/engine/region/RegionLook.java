package dev.holdfast.engine.region;

import dev.holdfast.model.region.ComponentHealth;
import dev.holdfast.model.region.ComponentHealth.Status;

/**
 * One look at one component, and what kind of component it is.
 *
 * @param kind kinds are independent of one another: what breaks one need not break another
 */
record RegionLook(Kind kind, ComponentHealth health) {
    /** The place of a look that does not depend on where it was begun. */
    static final String HOLDFAST = "holdfast";

    /** The independent kinds of components. */
    enum Kind {
        /** Where clients come in; looked at as a client would. */
        ENTRANCE,
        /** The control interface of a load balancer. */
        BALANCER,
        /** An authoritative DNS server. */
        DNS,
        /** A machine, by what runs on it. */
        HOST,
        /** A database server, by itself and by those that replicate with it. */
        DATABASE,
        /** An instance of a deployment. */
        INSTANCE
    }

    String region() {
        return health.region();
    }

    String place() {
        return health.vantage();
    }

    Status status() {
        return health.status();
    }

    /** Whether anything came back: also a refusal to serve shows that the way there is open. */
    boolean answered() {
        return status() == Status.HEALTHY || status() == Status.FAILED;
    }

    boolean known() {
        return status() != Status.UNKNOWN;
    }
}
