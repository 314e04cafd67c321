package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long small commands take, beside the tool of a peer in the same minutes. */
class StartUpBench {
    private static final int RUNS = Integer.getInteger("bench.starts", 21);
    private static final int RECORDED = 5;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration OBJECTIVE = Duration.ofMillis(300);
    private static final String PEER = "patronictl --help";

    @Test
    void smallCommandsStart() {
        Map<String, Command> commands = commands();
        Report report =
                Report.begin("start-up", "Start-up: %d interleaved runs of each, after one to warm up".formatted(RUNS));
        Map<String, List<Duration>> times = new LinkedHashMap<>();
        commands.values().forEach(StartUpBench::time);
        for (int run = 0; run < RUNS; run++) {
            commands.forEach((name, command) ->
                    times.computeIfAbsent(name, _ -> new ArrayList<>()).add(time(command)));
        }
        print(report, times);
    }

    private static Map<String, Command> commands() {
        Holdfast holdfast = Holdfast.withState("start-up");
        recordRuns(holdfast);
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("holdfast --help", holdfast.command("--help"));
        commands.put("holdfast run list", holdfast.command("run", "list"));
        if (isOnPath("patronictl")) {
            commands.put(PEER, new Command(List.of("patronictl", "--help"), Map.of()));
        }
        return commands;
    }

    /** A list of runs is only worth timing when there are some: these look at servers that nobody ever started. */
    private static void recordRuns(Holdfast holdfast) {
        Path nowhere = Surroundings.root().resolve("app/src/main/resources/dev/holdfast/app/training-topology.yaml");
        for (int run = 0; run < RECORDED; run++) {
            holdfast.command("verify-recovery", "--timeout", "1s")
                    .with("HOLDFAST_TOPOLOGY", nowhere.toString())
                    .run(LIMIT);
        }
        String listed = holdfast.command("run", "list", "-o", "json")
                .run(LIMIT)
                .requireSuccess()
                .output();
        assertThat(Runs.parse(listed)).hasSize(RECORDED);
    }

    private static Duration time(Command command) {
        return command.run(LIMIT).requireSuccess().took();
    }

    private static boolean isOnPath(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static void print(Report report, Map<String, List<Duration>> times) {
        Optional<Duration> peer =
                Distribution.of(times.getOrDefault(PEER, List.of())).median();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("COMMAND", "MIN ms", "MEDIAN ms", "TO PATRONICTL", "UNDER 300 ms"));
        times.forEach((name, taken) -> {
            Distribution distribution = Distribution.of(taken);
            Duration median = distribution.median().orElseThrow();
            rows.add(List.of(
                    name,
                    Distribution.milliseconds(distribution.min()),
                    Distribution.milliseconds(distribution.median()),
                    peer.map(other -> ratio(median, other)).orElse("-"),
                    verdict(name, median)));
        });
        report.table(rows);
        if (peer.isEmpty()) {
            report.line("patronictl is not installed (Debian package patroni), so there is nothing to compare with");
        }
    }

    private static String verdict(String name, Duration median) {
        if (name.equals(PEER)) {
            return "-";
        }
        return median.compareTo(OBJECTIVE) < 0 ? "yes" : "no";
    }

    private static String ratio(Duration median, Duration other) {
        return String.format(Locale.ROOT, "%.2f", (double) median.toNanos() / other.toNanos());
    }
}
