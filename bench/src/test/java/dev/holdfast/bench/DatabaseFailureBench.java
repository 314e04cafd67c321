package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long clients wait for an acknowledged write when the primary is lost, drill after drill on the same lab. */
class DatabaseFailureBench {
    private static final int DRILLS = Integer.getInteger("bench.drills", 10);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** The median that was set as the objective for a fault. */
    private static final Map<String, Duration> OBJECTIVES = objectives();

    private static final List<String> PHASES = List.of("detect", "decide", "fence", "promote", "repoint", "serve");

    private static Map<String, Duration> objectives() {
        Map<String, Duration> objectives = new LinkedHashMap<>();
        objectives.put("crash", Duration.ofMillis(500));
        objectives.put("hang", Duration.ofMillis(2500));
        objectives.put("blackhole", Duration.ofMillis(2500));
        return objectives;
    }

    @Test
    void drillsPassWhateverTheFault() {
        Holdfast holdfast = Holdfast.withState("database-failure");
        holdfast.command("lab", "up").run(LIMIT).requireSuccess();
        Report report = Report.begin("database-failure", "Database failure: %d drills of each fault".formatted(DRILLS));
        Map<String, List<Drill>> drills = new LinkedHashMap<>();
        OBJECTIVES.keySet().forEach(fault -> drills.put(fault, drill(holdfast, fault, report)));
        print(report, drills);
        assertThat(drills.values().stream().flatMap(List::stream)).allSatisfy(drill -> {
            assertThat(drill.passed()).as(drill.toString()).isTrue();
            assertThat(drill.lostWrites()).hasValue(0L);
            assertThat(drill.contradictoryReads()).hasValue(0L);
        });
    }

    private static List<Drill> drill(Holdfast holdfast, String fault, Report report) {
        List<Drill> drills = new ArrayList<>();
        for (int number = 1; number <= DRILLS; number++) {
            Drill drill = Drill.of(
                    holdfast.command("drill", "database-failure", "--fault", fault, "--steady", "2s", "-o", "json")
                            .run(LIMIT));
            drills.add(drill);
            report.line("%-9s %2d of %d: %s".formatted(fault, number, DRILLS, drill));
        }
        return List.copyOf(drills);
    }

    private static void print(Report report, Map<String, List<Drill>> drills) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", drills, (fault, _) -> fault.toUpperCase(Locale.ROOT)));
        rows.add(row("drills", drills, (_, all) -> Integer.toString(all.size())));
        rows.add(row("RTO min, s", drills, (_, all) -> Distribution.seconds(rto(all).min())));
        rows.add(row("RTO median, s", drills, (_, all) -> Distribution.seconds(rto(all).median())));
        rows.add(row("RTO max, s", drills, (_, all) -> Distribution.seconds(rto(all).max())));
        rows.add(row(
                "objective for the median, s", drills, (fault, _) -> "<= " + Distribution.seconds(objective(fault))));
        rows.add(row("reached", drills, (fault, all) -> isReached(objective(fault), all) ? "yes" : "no"));
        PHASES.forEach(phase -> rows.add(row("  " + phase + ", median, s", drills, (_, all) -> phase(all, phase))));
        rows.add(row(
                "drill in all, median, s",
                drills,
                (_, all) -> Distribution.seconds(took(all).median())));
        rows.add(row(
                "drill in all, max, s",
                drills,
                (_, all) -> Distribution.seconds(took(all).max())));
        rows.add(row("lost writes", drills, (_, all) -> sum(all, Drill::lostWrites)));
        rows.add(row("contradictory reads", drills, (_, all) -> sum(all, Drill::contradictoryReads)));
        rows.add(row("failed drills", drills, (_, all) -> failed(all)));
        report.line("");
        report.table(rows);
        drills.forEach((fault, all) -> report.line("RTO of %s, sorted, s: %s".formatted(fault, rto(all))));
    }

    /** What a column says of the drills of one fault. */
    private interface Cell {
        String of(String fault, List<Drill> drills);
    }

    private static List<String> row(String name, Map<String, List<Drill>> drills, Cell cell) {
        return Stream.concat(
                        Stream.of(name),
                        drills.entrySet().stream().map(entry -> cell.of(entry.getKey(), entry.getValue())))
                .toList();
    }

    private static Duration objective(String fault) {
        return Optional.ofNullable(OBJECTIVES.get(fault)).orElseThrow();
    }

    private static Distribution rto(List<Drill> drills) {
        return Distribution.of(
                drills.stream().map(Drill::rto).flatMap(Optional::stream).toList());
    }

    private static Distribution took(List<Drill> drills) {
        return Distribution.of(drills.stream().map(Drill::took).toList());
    }

    private static String phase(List<Drill> drills, String phase) {
        return Distribution.seconds(Distribution.of(drills.stream()
                        .map(drill -> Optional.ofNullable(drill.phases().get(phase)))
                        .flatMap(Optional::stream)
                        .toList())
                .median());
    }

    private static boolean isReached(Duration objective, List<Drill> drills) {
        return rto(drills)
                .median()
                .filter(median -> median.compareTo(objective) <= 0)
                .isPresent();
    }

    /** A drill of which the figure is unknown counts as failed, and is said to be unknown here. */
    private static String sum(List<Drill> drills, Function<Drill, Optional<Long>> figure) {
        long unknown =
                drills.stream().filter(drill -> figure.apply(drill).isEmpty()).count();
        long known = drills.stream()
                .map(figure)
                .flatMap(Optional::stream)
                .mapToLong(Long::longValue)
                .sum();
        return unknown == 0 ? Long.toString(known) : "%d, and %d unknown".formatted(known, unknown);
    }

    private static String failed(List<Drill> drills) {
        return Long.toString(drills.stream().filter(drill -> !drill.passed()).count());
    }
}
