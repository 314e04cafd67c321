package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.balancer.InstanceState;
import java.util.HashMap;
import java.util.Map;

/** An instance of a deployment on the twin. Its fields are guarded by {@link TwinEffects}. */
final class TwinInstance {
    final Map<String, String> settings;
    /** Whether its host and its process can be reached. */
    Reach reach;
    /** Nobody asked for it: the deployment is scaled to fewer instances. */
    boolean absent;
    /** When it has started, in the time of the twin. */
    long startedAt = Long.MIN_VALUE;
    /** It was not ready although its database was. */
    boolean sick;

    private String incarnation;
    private int starts;

    TwinInstance(InstanceState seen) {
        settings = new HashMap<>(seen.settings());
        reach = seen.health() == InstanceState.Health.UNREACHABLE ? Reach.REFUSES : Reach.ANSWERS;
        absent = seen.health() == InstanceState.Health.ABSENT;
        incarnation = seen.incarnation();
    }

    String incarnation() {
        return incarnation;
    }

    /** Whether it would answer, whatever its database does. */
    boolean lives() {
        return !absent && !sick && reach == Reach.ANSWERS && Tempo.current().nanoTime() >= startedAt;
    }

    /** It takes as long to start as it usually takes to restart. */
    void start() {
        absent = false;
        startedAt =
                Tempo.current().nanoTime() + TwinCall.RESTART_INSTANCE.usual().toNanos();
        restart();
    }

    void restart() {
        starts++;
        incarnation = "twin-" + starts;
        reach = Reach.ANSWERS;
        sick = false;
    }
}
