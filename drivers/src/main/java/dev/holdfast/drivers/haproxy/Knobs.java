package dev.holdfast.drivers.haproxy;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A map of HAProxy whose values its configuration acts upon. */
final class Knobs {
    /** 1 while clients are asked to leave. */
    static final String LEAVE = "leave";

    private static final String NOT_FOUND = "entry not found";
    private static final String UNKNOWN = "Unknown map";

    private final HaproxySettings settings;
    private final RuntimeApi api;

    Knobs(HaproxySettings settings, RuntimeApi api) {
        this.settings = settings;
        this.api = api;
    }

    /** All knobs, in the order of the map. */
    Map<String, String> read(Deadline deadline) {
        Map<String, String> knobs = new LinkedHashMap<>();
        // Each line begins with an address in memory.
        for (String line :
                ask("show map " + settings.knobsFile(), deadline).lines().toList()) {
            List<String> words = List.of(line.split(" ", -1));
            if (words.size() == 3) {
                knobs.put(words.get(1), words.get(2));
            }
        }
        return knobs;
    }

    void set(String knob, String value, Deadline deadline) {
        String entry = "%s %s %s".formatted(settings.knobsFile(), knob, value);
        if (ask("set map " + entry, deadline).contains(NOT_FOUND)) {
            ask("add map " + entry, deadline);
        }
        Map<String, String> seen = read(deadline);
        if (!value.equals(seen.get(knob))) {
            throw new HoldfastException(
                    ErrorCode.NOT_PROVEN,
                    "load balancer %s, after knob %s was set to %s: it still shows %s"
                            .formatted(settings.spec().name(), knob, value, seen));
        }
    }

    private String ask(String command, Deadline deadline) {
        String answer = api.ask(List.of(command), deadline);
        if (answer.contains(UNKNOWN)) {
            throw new HoldfastException(
                    ErrorCode.COMPONENT_UNKNOWN,
                    "load balancer %s has no map %s: HAProxy answers '%s' to %s"
                            .formatted(settings.spec().name(), settings.knobsFile(), answer.strip(), command));
        }
        return answer;
    }
}
