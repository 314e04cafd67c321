package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How long the clients of a lost region wait until another one serves them, and what a planned drain costs them. */
class RegionFailureBench {
    private static final int DRILLS = Integer.getInteger("bench.drills", 5);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<String> LOSSES = List.of("crash", "hang", "blackhole");

    @Test
    void drillsPassHoweverTheRegionIsLostOrLeft() {
        Holdfast holdfast = Holdfast.withState("region-failure");
        holdfast.command("lab", "up").run(LIMIT).requireSuccess();
        Report report = Report.begin("region-failure", "Region failure: %d drills of each kind".formatted(DRILLS));
        Map<String, List<JsonNode>> cards = new LinkedHashMap<>();
        LOSSES.forEach(fault -> cards.put(fault, drill(holdfast, report, fault, "--fault", fault)));
        cards.put("planned", drill(holdfast, report, "planned", "--planned"));
        print(report, cards);
        assertThat(cards.values().stream().flatMap(List::stream)).allSatisfy(card -> {
            assertThat(card.path("writes").path("lost").asLong(-1)).isZero();
            assertThat(card.path("contradictory_reads").asLong(-1)).isZero();
            assertThat(card.path("routing").path("websockets").path("not_back").asLong(-1))
                    .isZero();
        });
        assertThat(cards.get("planned"))
                .allSatisfy(card ->
                        assertThat(card.path("requests_failed").asLong(-1)).isZero());
    }

    private static List<JsonNode> drill(Holdfast holdfast, Report report, String kind, String... options) {
        List<JsonNode> cards = new ArrayList<>();
        for (int number = 1; number <= DRILLS; number++) {
            List<String> words = new ArrayList<>(List.of("drill", "region-failure", "--steady", "2s", "-o", "json"));
            words.addAll(List.of(options));
            Command.Ended ended = holdfast.command(words.toArray(String[]::new)).run(LIMIT);
            JsonNode card = JsonMapper.shared().readTree(ended.output());
            cards.add(card);
            report.line("%-9s %d of %d: longest wait %.3f s, changed in %.3f s, %d requests failed%s"
                    .formatted(
                            kind,
                            number,
                            DRILLS,
                            card.path("longest_wait_seconds").asDouble(-1),
                            card.path("changed_seconds").asDouble(-1),
                            card.path("requests_failed").asLong(-1),
                            card.path("passed").asBoolean(false) ? "" : ", FAILED: " + card.path("misses")));
        }
        return List.copyOf(cards);
    }

    private static void print(Report report, Map<String, List<JsonNode>> cards) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", cards, kind -> kind));
        rows.add(row("longest wait, median, s", cards, kind -> median(cards, kind, "longest_wait_seconds")));
        rows.add(row("promised, s", cards, kind -> median(cards, kind, "promised_seconds")));
        rows.add(row("noticed, median, s", cards, kind -> median(cards, kind, "noticed_seconds")));
        rows.add(row("proved, median, s", cards, kind -> median(cards, kind, "proved_seconds")));
        rows.add(row("changed, median, s", cards, kind -> median(cards, kind, "changed_seconds")));
        report.line("");
        report.table(rows);
    }

    /** What a column says. */
    private interface Cell {
        String of(String kind);
    }

    private static List<String> row(String name, Map<String, List<JsonNode>> cards, Cell cell) {
        List<String> row = new ArrayList<>(List.of(name));
        cards.keySet().forEach(kind -> row.add(cell.of(kind)));
        return row;
    }

    private static String median(Map<String, List<JsonNode>> cards, String kind, String field) {
        return Distribution.seconds(Distribution.of(Optional.ofNullable(cards.get(kind)).orElseThrow().stream()
                        .map(card -> card.path(field))
                        .filter(JsonNode::isNumber)
                        .map(seconds -> Duration.ofMillis(Math.round(seconds.asDouble() * 1000)))
                        .toList())
                .median());
    }
}
