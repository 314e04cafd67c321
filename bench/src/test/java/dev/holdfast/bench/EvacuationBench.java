package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How fast a whole region is evacuated on the twin, and how long it takes to plan that: 1,000 services with 5,000 dependencies. */
class EvacuationBench {
    private static final int RUNS = Integer.getInteger("bench.evacuations", 5);
    private static final int SERVICES = 1_000;
    private static final int DEPENDENCIES = 5_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration OBJECTIVE = Duration.ofSeconds(2);
    private static final double SPEEDUP = 5;

    @Test
    void aLargeRegionIsEvacuatedAlongItsCriticalPath() throws IOException {
        Holdfast holdfast = Holdfast.withState("evacuation");
        Path topology = Files.writeString(
                Surroundings.target().resolve("evacuation.yaml"), LargeTopology.of(SERVICES, DEPENDENCIES));
        Report report = Report.begin(
                "evacuation", "Evacuation of %d services with %d dependencies".formatted(SERVICES, DEPENDENCIES));
        List<Duration> computed = new ArrayList<>();
        List<Duration> whole = new ArrayList<>();
        double speedup = 0;
        for (int run = 1; run <= RUNS; run++) {
            Command.Ended ended = holdfast.command(
                            "evacuation",
                            "--from",
                            "east",
                            "--assume-healthy",
                            "--topology",
                            topology.toString(),
                            "-o",
                            "json")
                    .run(LIMIT)
                    .requireSuccess();
            JsonNode document = JsonMapper.shared().readTree(ended.output());
            whole.add(ended.took());
            computed.add(seconds(document, "computed_in"));
            speedup = document.get("in_sequence").asDouble()
                    / document.get("along_critical_path").asDouble();
            report.line(
                    "run %d of %d: planned and simulated in %s s, the whole command in %s s, %d waves, %.1f s along the critical path, %.1f s in sequence"
                            .formatted(
                                    run,
                                    RUNS,
                                    Distribution.seconds(computed.getLast()),
                                    Distribution.seconds(ended.took()),
                                    document.get("waves").size(),
                                    document.get("along_critical_path").asDouble(),
                                    document.get("in_sequence").asDouble()));
            assertThat(document.get("services").asInt()).isEqualTo(SERVICES);
            assertThat(document.get("outcome").asString()).isEqualTo("SUCCEEDED");
        }
        print(report, computed, whole, speedup);
    }

    private static Duration seconds(JsonNode document, String name) {
        return Duration.ofNanos((long) (document.get(name).asDouble() * 1e9));
    }

    private static void print(Report report, List<Duration> computed, List<Duration> whole, double speedup) {
        boolean fast = Distribution.of(computed).median().orElseThrow().compareTo(OBJECTIVE) < 0;
        report.table(List.of(
                List.of("", "MEDIAN s", "MAX s", "OBJECTIVE", "REACHED"),
                List.of(
                        "planned and simulated",
                        Distribution.seconds(Distribution.of(computed).median()),
                        Distribution.seconds(Distribution.of(computed).max()),
                        "< 2",
                        fast ? "yes" : "no"),
                List.of(
                        "whole command",
                        Distribution.seconds(Distribution.of(whole).median()),
                        Distribution.seconds(Distribution.of(whole).max()),
                        "-",
                        "-"),
                List.of(
                        "times faster than in sequence",
                        String.format(Locale.ROOT, "%.1f", speedup),
                        "-",
                        ">= 5",
                        speedup >= SPEEDUP ? "yes" : "no")));
    }
}
