package dev.holdfast.drivers.haproxy;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.BalancerSpec;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a topology says of a HAProxy beside its address: {@code host}, where it runs; {@code frontend}, where clients come in;
 * {@code state_file}, the server-state-file of its configuration; {@code knobs_file}, its map of knobs.
 */
record HaproxySettings(BalancerSpec spec) {
    /** Paths become part of commands, to HAProxy and to a shell. */
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/-]+");

    String host() {
        return optional("host").orElseThrow(() -> missing("host", "the host that it runs on"));
    }

    Optional<String> frontend() {
        return optional("frontend");
    }

    String stateFile() {
        return path("state_file")
                .orElseThrow(() -> missing("state_file", "the server-state-file of its configuration"));
    }

    String knobsFile() {
        return knobs().orElseThrow(() -> missing("knobs_file", "the map in its configuration that holds its knobs"));
    }

    /** The map of knobs, if it has one. */
    Optional<String> knobs() {
        return path("knobs_file");
    }

    private Optional<String> path(String name) {
        Optional<String> path = optional(name);
        path.filter(text -> !PATH.matcher(text).matches()).ifPresent(text -> {
            throw new HoldfastException(
                    ErrorCode.TOPOLOGY_INVALID,
                    "load_balancers.%s.settings.%s is '%s'; it must be an absolute path of letters, digits, and ._-"
                            .formatted(spec.name(), name, text));
        });
        return path;
    }

    private Optional<String> optional(String name) {
        return Optional.ofNullable(spec.settings().get(name));
    }

    private HoldfastException missing(String name, String what) {
        return new HoldfastException(
                ErrorCode.TOPOLOGY_INVALID,
                "load_balancers.%s.settings has no %s: %s".formatted(spec.name(), name, what));
    }
}
