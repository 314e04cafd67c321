package dev.holdfast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How long it takes to lint a runbook that is far larger than any that people write, start of the program included. */
class LintBench {
    private static final int RUNS = Integer.getInteger("bench.lints", 11);
    private static final int STEPS = 1_000;
    private static final int NEEDS = 5_000;
    private static final long SEED = 1;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration OBJECTIVE = Duration.ofSeconds(1);

    @Test
    void largeRunbooksAreLinted() throws IOException {
        Map<String, Command> commands = commands();
        Report report = Report.begin(
                "lint", "Linting, start of the program included: %d interleaved runs of each".formatted(RUNS));
        Map<String, List<Duration>> times = new LinkedHashMap<>();
        commands.values().forEach(LintBench::time);
        for (int run = 0; run < RUNS; run++) {
            commands.forEach((name, command) ->
                    times.computeIfAbsent(name, _ -> new ArrayList<>()).add(time(command)));
        }
        print(report, times);
    }

    private static Map<String, Command> commands() throws IOException {
        Holdfast holdfast = Holdfast.withState("lint");
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("1 step", holdfast.command("runbook", "lint", file(1, 0).toString()));
        commands.put(
                "%d steps, %d needs".formatted(STEPS, NEEDS),
                holdfast.command("runbook", "lint", file(STEPS, NEEDS).toString()));
        return commands;
    }

    /** A runbook without errors, with so many needs between random steps. */
    private static Path file(int steps, int needs) throws IOException {
        Random random = new Random(SEED);
        List<TreeSet<Integer>> needed = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            needed.add(new TreeSet<>());
        }
        for (int left = needs; left > 0; ) {
            int step = 1 + random.nextInt(steps - 1);
            left -= needed.get(step).add(random.nextInt(step)) ? 1 : 0;
        }
        StringBuilder yaml = new StringBuilder("name: Large\nsteps:\n");
        for (int step = 0; step < steps; step++) {
            List<String> names =
                    needed.get(step).stream().map(need -> "step-" + need).toList();
            yaml.append("  - step-%d: { operation: verify-recovery, needs: [%s], timeout: 30s, retries: 2 }\n"
                    .formatted(step, String.join(", ", names)));
        }
        Path file = Surroundings.target().resolve("lint-%d.yaml".formatted(steps));
        Files.createDirectories(Surroundings.target());
        return Files.writeString(file, yaml);
    }

    private static Duration time(Command command) {
        return command.run(LIMIT).requireSuccess().took();
    }

    private static void print(Report report, Map<String, List<Duration>> times) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RUNBOOK", "MIN ms", "MEDIAN ms", "MAX ms", "UNDER 1 s"));
        times.forEach((name, taken) -> {
            Distribution distribution = Distribution.of(taken);
            rows.add(List.of(
                    name,
                    Distribution.milliseconds(distribution.min()),
                    Distribution.milliseconds(distribution.median()),
                    Distribution.milliseconds(distribution.max()),
                    distribution.median().orElseThrow().compareTo(OBJECTIVE) < 0 ? "yes" : "no"));
        });
        report.table(rows);
    }
}
