package dev.holdfast.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The score card of a drill.
 *
 * @param lostWrites acknowledged ones; empty when nobody could look
 * @param took the whole command
 * @param misses what went wrong, in words
 */
record Drill(
        int exitCode,
        Optional<Duration> rto,
        Map<String, Duration> phases,
        Optional<Long> lostWrites,
        Optional<Long> contradictoryReads,
        Duration took,
        List<String> misses) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    Drill {
        phases = Map.copyOf(phases);
        misses = List.copyOf(misses);
    }

    /** Reads the card; a command that broke off has none, and what it said is the miss. */
    static Drill of(Command.Ended ended) {
        try {
            return of(ended, JSON.readTree(ended.output()));
        } catch (JacksonException _) {
            return new Drill(
                    ended.exitCode(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    ended.took(),
                    List.of(lastWords(ended)));
        }
    }

    private static Drill of(Command.Ended ended, JsonNode card) {
        Map<String, Duration> phases = new LinkedHashMap<>();
        card.path("phases_seconds").forEachEntry((phase, taken) -> phases.put(phase, duration(taken)));
        List<String> misses = card.has("misses")
                ? card.path("misses").valueStream().map(JsonNode::asString).toList()
                : List.of(lastWords(ended));
        return new Drill(
                ended.exitCode(),
                known(card.path("rto_seconds")).map(Drill::duration),
                phases,
                known(card.path("writes").path("lost")).map(JsonNode::asLong),
                known(card.path("contradictory_reads")).map(JsonNode::asLong),
                ended.took(),
                misses);
    }

    /** Before them there may be pages about the build of the program. */
    private static String lastWords(Command.Ended ended) {
        return (ended.output() + ended.complaints())
                .lines()
                .filter(line -> !line.isBlank())
                .reduce("it said nothing", (_, later) -> later);
    }

    private static Optional<JsonNode> known(JsonNode figure) {
        return Optional.of(figure).filter(JsonNode::isNumber);
    }

    private static Duration duration(JsonNode seconds) {
        return Duration.ofMillis(Math.round(seconds.asDouble() * 1000));
    }

    boolean passed() {
        return exitCode == 0;
    }

    @Override
    public String toString() {
        return "RTO %s s, drill %s s%s"
                .formatted(
                        Distribution.seconds(rto),
                        Distribution.seconds(took),
                        passed() ? "" : ", failed with %d: %s".formatted(exitCode, misses));
    }
}
