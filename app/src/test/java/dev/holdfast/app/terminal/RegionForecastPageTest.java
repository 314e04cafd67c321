package dev.holdfast.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.output.ForecastDocument;
import dev.holdfast.engine.forecast.RecoveryTime;
import dev.holdfast.engine.forecast.RegionForecast;
import dev.holdfast.engine.forecast.RegionImpact;
import dev.holdfast.engine.forecast.Span;
import dev.holdfast.engine.forecast.StepEstimate;
import dev.holdfast.engine.forecast.StepEstimate.Basis;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegionForecastPageTest {
    private static final Map<String, String> WELL = Map.of(
            "capacity",
            "enough",
            "instances-needed",
            "4",
            "instances-ready",
            "4",
            "instances-room",
            "20",
            "dns-ttl",
            "2s");
    private static final Map<String, String> PRIMARY = Map.of(
            "primary-lost", "primary",
            "takeover", "replica1",
            "loss", "0s",
            "loss-bytes", "0",
            "loss-transactions", "0",
            "database-rto", "300s",
            "database-rpo", "60s");

    private static Span seconds(long expected, long worst) {
        return new Span(Duration.ofSeconds(expected), Duration.ofSeconds(worst));
    }

    private static RegionForecast forecast(List<Map<String, String>> outputs) {
        Map<String, String> all = new HashMap<>();
        outputs.forEach(all::putAll);
        RecoveryTime time = new RecoveryTime(
                seconds(4, 8), "failover", List.of(new StepEstimate("failover", seconds(1, 20), Basis.HISTORY, 3)));
        return new RegionForecast(
                "us-east-1", false, "region-failure", time, new RegionImpact(all, List.of("a sentence")), List.of());
    }

    private static List<String> page(RegionForecast forecast) {
        return new RegionForecastPage(Palette.PLAIN).lines(forecast);
    }

    @Test
    void theFirstLineIsTheAnswerAndTheTtlIsPartOfTheTime() {
        assertThat(page(forecast(List.of(WELL, PRIMARY))))
                .contains(
                        "  a sentence",
                        "  failover   1.0 s     20.0 s  3 runs",
                        "  DNS TTL    2.0 s     2.0 s   the topology")
                .first()
                .isEqualTo(
                        "if us-east-1 were lost now, its clients would be served after 7.0 s (worst 30.0 s); the others can"
                                + " carry its traffic as they are; replica1 would take over from primary, and nothing would be lost;"
                                + " RTO 5 min 00 s met, RPO 1 min 00 s met");
    }

    @Test
    void whatCanNotBeServedIsNoGoodForecast() {
        RegionForecast tooBig = forecast(List.of(WELL, Map.of("capacity", "short", "unserved", "25%")));

        assertThat(tooBig.isGood()).isFalse();
        assertThat(page(tooBig).getFirst()).contains("no room for its traffic: 25% could not be served", "no database");
        assertThat(page(forecast(List.of(WELL, Map.of("capacity", "scale", "instances-needed", "6"))))
                        .getFirst())
                .contains("the others need 6 instances, 2 more than serve there now");
        assertThat(page(forecast(List.of(Map.of()))).getFirst())
                .contains("nobody can tell whether the others can carry");
    }

    @Test
    void whatNobodyKnowsMakesNoGoodForecast() {
        assertThat(forecast(List.of(WELL, PRIMARY)).isGood()).isTrue();
        assertThat(forecast(List.of(WELL, Map.of("unknown-DNS", "no answer"))).isGood())
                .isFalse();
        assertThat(forecast(List.of(WELL, PRIMARY, Map.of("loss", "unknown"))).meetsRpo())
                .isFalse();
        assertThat(forecast(List.of(WELL, Map.of("primary-lost", "primary"))).isGood())
                .isFalse();
        assertThat(forecast(List.of(WELL, Map.of("data-over-rpo", "profiles"))).meetsRpo())
                .isFalse();
    }

    @Test
    void programsGetTheSameFigures() {
        Map<String, Object> document = ForecastDocument.of(forecast(List.of(WELL, PRIMARY)));

        assertThat(document)
                .containsEntry("region", "us-east-1")
                .containsEntry("good", true)
                .containsEntry("primary_lost", "primary");
        assertThat(document.get("capacity"))
                .isEqualTo(Map.of(
                        "verdict", "enough",
                        "instances_needed", 4,
                        "instances_ready", 4,
                        "instances_room", 20,
                        "unserved_percent", 0));
    }
}
