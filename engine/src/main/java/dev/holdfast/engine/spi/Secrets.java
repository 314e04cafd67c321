package dev.holdfast.engine.spi;

/** Finds secrets where the topology says they are. They are never kept, logged or handed over on a command line. */
@FunctionalInterface
public interface Secrets {

    /**
     * Reads a secret.
     *
     * @param reference such as {@code env:SLACK_TOKEN} or {@code file:/run/secrets/slack}
     * @throws dev.holdfast.model.error.HoldfastException {@code SECRET_MISSING}
     */
    String find(String reference);
}
