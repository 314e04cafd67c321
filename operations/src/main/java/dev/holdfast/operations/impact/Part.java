package dev.holdfast.operations.impact;

import dev.holdfast.model.error.HoldfastException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the loss means for one part of the site.
 *
 * @param sentences for people
 * @param outputs for later steps and for programs
 */
record Part(List<String> sentences, Map<String, String> outputs) {
    Part {
        sentences = List.copyOf(sentences);
        outputs = Map.copyOf(outputs);
    }

    /** What can't be read is said, and does not hide the rest. */
    static Part read(String what, Supplier<Part> reading) {
        try {
            return reading.get();
        } catch (HoldfastException e) {
            return new Part(
                    List.of("%s is not known: %s %s".formatted(what, e.code().id(), e.attempted())),
                    Map.of("unknown-" + what.replace(' ', '-'), e.attempted()));
        }
    }
}
