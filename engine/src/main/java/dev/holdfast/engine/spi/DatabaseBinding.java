package dev.holdfast.engine.spi;

/** A database cluster, bound to its real servers. */
public record DatabaseBinding(
        DatabaseCluster cluster, DatabaseRejoin rejoin, DatabaseContents contents, DatabaseProbes probes) {}
