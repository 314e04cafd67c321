package dev.holdfast.drivers.twin;

import dev.holdfast.model.balancer.InstanceState;
import java.util.HashMap;
import java.util.Map;

/** An instance of a deployment on the twin. Its fields are guarded by {@link TwinEffects}. */
final class TwinInstance {
    final Map<String, String> settings;
    /** Whether its host and its process can be reached. */
    Reach reach;
    /** It was not ready although its database was. */
    boolean sick;

    private String incarnation;
    private int starts;

    TwinInstance(InstanceState seen) {
        settings = new HashMap<>(seen.settings());
        reach = seen.health() == InstanceState.Health.UNREACHABLE ? Reach.REFUSES : Reach.ANSWERS;
        incarnation = seen.incarnation();
    }

    String incarnation() {
        return incarnation;
    }

    void restart() {
        starts++;
        incarnation = "twin-" + starts;
        reach = Reach.ANSWERS;
        sick = false;
    }
}
