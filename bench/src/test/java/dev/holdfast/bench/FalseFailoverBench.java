package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether Holdfast keeps its hands off a primary that only seems to be in trouble; at the end it really is. */
class FalseFailoverBench {
    private static final int DISTURBANCES = Integer.getInteger("bench.disturbances", 200);
    private static final Duration SPIKE = Duration.ofMinutes(1);
    private static final Duration RECOVERY = Duration.ofMinutes(3);
    private static final String LOAD_SPIKE = "ten times the writes 2s";

    /** STANDBY and OTHER stand for the two servers that are not primary when the disturbance comes. */
    private static final List<String> KINDS = List.of(
            "restart primary fast",
            "restart primary immediate",
            "cut us-west-2 from primary 2s",
            "cut holdfast from primary 2s",
            "fill connections primary 2s",
            "lag STANDBY 2s",
            "stop OTHER 2s",
            LOAD_SPIKE);

    /** What became of one disturbance; {@code recovered} is the time from when it had its effect to a healthy lab. */
    private record Outcome(String kind, int runs, long failedRequests, Duration recovered) {}

    @Test
    void benignDisturbancesStartNoRun() {
        try (WatchedLab watched = WatchedLab.start(Holdfast.withState("false-failover"))) {
            Report report = Report.begin(
                    "false-failover",
                    "False failovers: %d benign disturbances under traffic and watch".formatted(DISTURBANCES));
            Set<String> known = new HashSet<>(ids(watched));
            List<Outcome> outcomes = new ArrayList<>();
            for (int number = 0; number < DISTURBANCES; number++) {
                outcomes.add(disturb(watched, KINDS.get(number % KINDS.size()), known));
                say(number + 1, outcomes.getLast());
            }
            print(report, outcomes);
            List<Runs.Listed> real = crash(watched, known);
            report.line("control, crash primary: %s".formatted(real));
            report.line("clients in all: %s".formatted(watched.clients().totals()));
            assertThat(outcomes)
                    .allSatisfy(outcome -> assertThat(outcome.runs()).isZero());
            assertThat(real).singleElement().extracting(Runs.Listed::outcome).isEqualTo("SUCCEEDED");
            assertThat(watched.clients().totals().contradicted()).isZero();
        }
    }

    private static Outcome disturb(WatchedLab watched, String kind, Set<String> known) {
        long failed = watched.clients().totals().failed();
        if (kind.equals(LOAD_SPIKE)) {
            spike(watched.holdfast());
        } else {
            List<String> standbys = watched.standbys();
            watched.lab()
                    .faults()
                    .begin(kind.replace("STANDBY", standbys.getFirst()).replace("OTHER", standbys.getLast()));
        }
        Duration recovered = watched.awaitHealthy();
        return new Outcome(
                kind, newRuns(watched, known).size(), watched.clients().totals().failed() - failed, recovered);
    }

    private static void spike(Holdfast holdfast) {
        String ledger = holdfast.state().resolve("spike").toString();
        holdfast.command("lab", "traffic", "-o", "json", "--writes", "400", "--duration", "2s", "--ledger", ledger)
                .run(SPIKE)
                .requireSuccess();
    }

    /** Those that were not known, which are known from now on. */
    private static List<Runs.Listed> newRuns(WatchedLab watched, Set<String> known) {
        return watched.runs().stream().filter(run -> known.add(run.id())).toList();
    }

    private static List<String> ids(WatchedLab watched) {
        return watched.runs().stream().map(Runs.Listed::id).toList();
    }

    /** The same watch, the same journal: it must act when it should. */
    private static List<Runs.Listed> crash(WatchedLab watched, Set<String> known) {
        watched.lab().faults().begin("crash primary");
        Patience.until(RECOVERY, () -> unknown(watched, known).anyMatch(Runs.Listed::isOver));
        watched.awaitHealthy();
        return unknown(watched, known).toList();
    }

    private static Stream<Runs.Listed> unknown(WatchedLab watched, Set<String> known) {
        return watched.runs().stream().filter(run -> !known.contains(run.id()));
    }

    private static void say(int number, Outcome outcome) {
        System.out.printf(
                "%3d of %d %-30s healthy after %s s, %d requests failed, %d runs%n",
                number,
                DISTURBANCES,
                outcome.kind(),
                Distribution.seconds(outcome.recovered()),
                outcome.failedRequests(),
                outcome.runs());
    }

    private static void print(Report report, List<Outcome> outcomes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "DISTURBANCE", "TIMES", "FALSE FAILOVERS", "HEALTHY AFTER, MEDIAN s", "MAX s", "REQUESTS FAILED"));
        KINDS.forEach(kind -> rows.add(row(
                kind,
                outcomes.stream().filter(outcome -> outcome.kind().equals(kind)).toList())));
        rows.add(row("all", outcomes));
        report.line("");
        report.table(rows);
    }

    private static List<String> row(String name, List<Outcome> outcomes) {
        Distribution recovered =
                Distribution.of(outcomes.stream().map(Outcome::recovered).toList());
        return List.of(
                name,
                Integer.toString(outcomes.size()),
                Integer.toString(outcomes.stream().mapToInt(Outcome::runs).sum()),
                Distribution.seconds(recovered.median()),
                Distribution.seconds(recovered.max()),
                Long.toString(
                        outcomes.stream().mapToLong(Outcome::failedRequests).sum()));
    }
}
