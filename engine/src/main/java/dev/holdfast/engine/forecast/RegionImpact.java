package dev.holdfast.engine.forecast;

import dev.holdfast.engine.yaml.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the loss of a region would mean, as the operation that assesses it put it.
 *
 * @param outputs of that operation
 * @param sentences for people, one a part of the site
 */
public record RegionImpact(Map<String, String> outputs, List<String> sentences) {
    private static final String UNKNOWN = "unknown-";

    public RegionImpact {
        outputs = Map.copyOf(outputs);
        sentences = List.copyOf(sentences);
    }

    /** Whether the other regions could carry the traffic. */
    public enum Capacity {
        /** As they are. */
        ENOUGH,
        /** When they are scaled. */
        SCALE,
        /** They have no room for so much. */
        SHORT,
        /** Nobody can tell. */
        UNKNOWN
    }

    public Capacity capacity() {
        return text("capacity")
                .map(word -> Capacity.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Capacity.UNKNOWN);
    }

    /** The database whose primary would be lost, and the server; empty when none would be. */
    public Optional<String> primaryLost() {
        return text("primary-lost");
    }

    /** What would be lost of it; empty when no primary would be lost, or no standby could take over. */
    public Optional<Loss> loss() {
        return text("takeover")
                .map(candidate -> new Loss(
                        candidate,
                        text("loss").filter(figure -> !figure.equals("unknown")).map(DurationText::parse),
                        number("loss-bytes"),
                        number("loss-transactions"),
                        text("loss-reason").orElse("")));
    }

    /** The objectives of the database whose primary would be lost. */
    public Optional<Duration> rto() {
        return text("database-rto").map(DurationText::parse);
    }

    public Optional<Duration> rpo() {
        return text("database-rpo").map(DurationText::parse);
    }

    /** How long clients keep an answer that leads to the lost region. */
    public Duration dnsTtl() {
        return text("dns-ttl").map(DurationText::parse).orElse(Duration.ZERO);
    }

    /** What share of the requests could not be served at the most that can be had, in percent. */
    public int unserved() {
        return text("unserved")
                .map(share -> Integer.parseInt(share.replace("%", "")))
                .orElse(0);
    }

    public int number(String output) {
        return text(output).map(Integer::parseInt).orElse(0);
    }

    public List<String> names(String output) {
        return text(output).map(names -> Arrays.asList(names.split(",", -1))).orElse(List.of());
    }

    /** An output that says something. */
    public Optional<String> text(String output) {
        return Optional.ofNullable(outputs.get(output)).filter(value -> !value.isEmpty());
    }

    /** What could not be found out, one sentence each. */
    public List<String> unknowns() {
        return outputs.entrySet().stream()
                .filter(output -> output.getKey().startsWith(UNKNOWN))
                .map(output -> "%s is not known: %s"
                        .formatted(output.getKey().substring(UNKNOWN.length()).replace('-', ' '), output.getValue()))
                .sorted()
                .toList();
    }
}
