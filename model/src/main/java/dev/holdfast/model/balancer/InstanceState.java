package dev.holdfast.model.balancer;

import java.util.Map;

/**
 * An instance of a deployment as it answers for itself.
 *
 * @param health what its readiness endpoint says
 * @param incarnation changes with every start of the process; empty when it does not answer
 * @param settings the settings that it runs with, such as {@code database.primary}
 */
public record InstanceState(
        String name, Health health, String incarnation, Map<String, String> settings, String detail) {

    public InstanceState {
        settings = Map.copyOf(settings);
    }

    /** What a readiness endpoint says. */
    public enum Health {
        READY,
        NOT_READY,
        UNREACHABLE,
        /** It could run, and nobody asked for it: the deployment is scaled to fewer instances. */
        ABSENT
    }
}
