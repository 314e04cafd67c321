package dev.holdfast.lab.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A deployment of one region, as the lab can run it.
 *
 * @param region which is also its namespace
 * @param usual how many pods it has when nobody asked for another number
 * @param slots where its pods can run; there can be no more
 * @param settings what its pods are started with when nobody set anything else
 */
record Workload(String name, String region, int usual, List<Slot> slots, Map<String, String> settings) {
    /** The namespace in which a deployment is that of all regions together. */
    static final String FLEET = "default";

    Workload {
        slots = List.copyOf(slots);
        settings = Map.copyOf(settings);
    }

    int most() {
        return slots.size();
    }

    Key deployment() {
        return new Key(Kind.DEPLOYMENT, region, name);
    }

    /** The deployment of all regions. */
    Key fleet() {
        return new Key(Kind.DEPLOYMENT, FLEET, name);
    }

    Key settingsMap() {
        return new Key(Kind.CONFIG_MAP, region, name);
    }

    Optional<Slot> slot(String wanted) {
        return slots.stream().filter(slot -> slot.name().equals(wanted)).findFirst();
    }
}
