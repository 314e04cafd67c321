package dev.holdfast.engine.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.engine.topology.SampleTopology;
import dev.holdfast.engine.topology.TopologyParser;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The linter")
class LintTest {
    /** Its database has an RTO of 5 minutes. */
    private static final Optional<Topology> TOPOLOGY = Optional.of(TopologyParser.parse(SampleTopology.YAML, "sample"));

    private static final Catalogue CATALOGUE = new Catalogue(List.of(
            new Fake("database.promote", "promote", Danger.REVERSIBLE, true),
            new Fake("database.wreck", "wreck", Danger.DESTRUCTIVE, true),
            new Fake("region.leave", "leave", Danger.REVERSIBLE, false),
            new Fake("program.run", "run-program", Danger.REVERSIBLE, true),
            new Target()));

    private static final String SOUND = """
            name: Sound
            triggers: [database_primary_down]
            parameters: [node]
            steps:
              - first: { operation: promote }
              - second: { operation: promote, needs: [] }
              - third: { operation: promote, needs: [first, second] }
            """;

    private static List<String> lint(String yaml) {
        return lint(yaml, TOPOLOGY, StepHistory.NONE);
    }

    private static List<String> lint(String yaml, Optional<Topology> topology, StepHistory history) {
        return new Lint(CATALOGUE, topology, history)
                .check("one", yaml).stream()
                        .map(finding -> "%s %s %s %s"
                                .formatted(
                                        finding.at(),
                                        finding.severity(),
                                        finding.rule().id(),
                                        finding.text()))
                        .toList();
    }

    @Test
    @DisplayName("says nothing of a sound runbook")
    void sound() {
        assertThat(lint(SOUND)).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("names the place and the rule of whatever might surprise somebody")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "database_primary_down | database_primary_dwon | 2:12 WARNING trigger-unknown nothing raises the condition 'database_primary_dwon'; did you mean 'database_primary_down'?",
                "[node] | [nod] | 3:14 WARNING parameter-unused no step takes the parameter 'nod'; did you mean 'node'?",
                "promote } | wreck } | 5:5 WARNING no-undo step 'first' can take something from service or destroy data, and has no 'undo'",
                "operation: promote } | run: ./x.sh } | 5:14 WARNING no-proof nothing shows that the program of step 'first' had its effect; give it a 'check'",
                "operation: promote } | run: ./x.sh, check: y, environment: { API_TOKEN: z } } | 5:52 WARNING secret API_TOKEN looks like a secret",
                "operation: promote } | operation: leave } | 5:5 WARNING not-available leave is not available yet: a run gets no further than step 'first' until",
                "operation: promote } | operation: aim } | 5:5 ERROR parameter-missing aim must have 'target', which neither 'with' nor the parameters of the runbook give",
                "operation: promote, needs: [first, second] | operation: aim | 7:5 WARNING parameter-uncertain aim must have 'target', which neither 'with' nor the parameters of the runbook give; a step before 'third' would have to put it out",
                "operation: promote } | operation: promot } | 5:25 ERROR invalid operation: there is no operation 'promot'; did you mean 'promote'?",
                "needs: [] | needs: [third] | 6:43 ERROR invalid the steps wait for one another: second -> third -> second"
            })
    void findings(String right, String wrong, String finding) {
        assertThat(SOUND).contains(right);
        assertThat(lint(SOUND.replaceFirst(Pattern.quote(right), wrong)))
                .singleElement()
                .asString()
                .startsWith(finding);
    }

    @Test
    @DisplayName("does not ask again for what was seen to")
    void seenTo() {
        assertThat(lint("""
                        name: Seen to
                        triggers: [database_primary_down]
                        parameters: [target, confirm]
                        steps:
                          - a: { operation: wreck, undo: promote }
                          - b: { run: ./x.sh, check: ./y.sh, environment: { KEY_FILE: /z } }
                          - c: { operation: aim }
                        """)).isEmpty();
    }

    @Test
    @DisplayName("reports every problem at once, in the order of the file")
    void allAtOnce() {
        assertThat(lint("""
                        name: Many
                        triggers: [nonesuch]
                        steps:
                          - a: { operation: wreck }
                          - b: { operation: leave }
                          - c: { run: x }
                        """))
                .extracting(line -> line.split(" ", -1)[2])
                .containsExactly("trigger-unknown", "no-undo", "not-available", "no-proof");
    }

    @Test
    @DisplayName("compares the longest chain of timeouts and retries with the RTO")
    void worstCase() {
        assertThat(lint("""
                        name: Slow
                        steps:
                          - a: { operation: promote, timeout: 2m, retries: 1, retry_delay: 2s }
                          - b: { operation: promote, needs: [], timeout: 4m }
                          - aside: { operation: promote, needs: [a], timeout: 1h, on_failure: continue }
                          - c: { operation: promote, needs: [a, b, aside], timeout: 58s }
                        """)).isEmpty();
        assertThat(lint("""
                        name: Slower
                        steps:
                          - a: { operation: promote, timeout: 2m, retries: 1, retry_delay: 3s }
                          - b: { operation: promote, needs: [], timeout: 4m }
                          - c: { operation: promote, needs: [a, b], timeout: 58s }
                        """))
                .containsExactly("3:5 WARNING worst-case-too-slow with every timeout and retry a -> c would take 301s;"
                        + " the RTO of database 'orders' is 5m");
    }

    @Test
    @DisplayName("takes the history of the operations for what is to be expected")
    void expected() {
        StepHistory slow = (operation, _) -> operation.equals("promote")
                ? List.of(Duration.ofMinutes(9), Duration.ofSeconds(101), Duration.ofSeconds(1))
                : List.of();
        StepHistory quick = (_, _) -> List.of(Duration.ofSeconds(100));

        assertThat(lint(chainOfThree(), TOPOLOGY, slow))
                .containsExactly("3:5 ERROR too-slow a -> b -> c took 303s, going by the steps' history;"
                        + " the RTO of database 'orders' is 5m");
        assertThat(lint(chainOfThree(), TOPOLOGY, quick)).isEmpty();
    }

    private static String chainOfThree() {
        return """
                name: Chain
                steps:
                  - a: { operation: promote }
                  - b: { operation: promote }
                  - c: { operation: promote }
                """;
    }

    @Test
    @DisplayName("shows only the ends of a long path")
    void longPath() {
        StringBuilder yaml = new StringBuilder("name: Long\nsteps:\n");
        for (int step = 1; step <= 20; step++) {
            yaml.append("  - s%d: { operation: promote }\n".formatted(step));
        }

        assertThat(lint(yaml.toString()))
                .singleElement()
                .asString()
                .contains("s1 -> s2 -> s3 -> (15 others) -> s19 -> s20 would take 20m");
    }

    @Test
    @DisplayName("says when there is no RTO to compare with")
    void nothingToCompareWith() {
        assertThat(lint(SOUND, Optional.empty(), StepHistory.NONE))
                .containsExactly("1:1 NOTE rto-not-checked no topology was found,"
                        + " so the critical path is compared with no RTO");
        assertThat(lint("name: Other\nsteps: [ { a: { operation: aim, with: { target: x } } } ]\n"))
                .containsExactly(
                        "1:1 NOTE rto-not-checked no objective of a topology is known to belong to this runbook,"
                                + " so the critical path is compared with no RTO");
        assertThat(lint("name: Other\nsteps: [ { a: { operation: promote, with: { database: elsewhere } } } ]\n"))
                .containsExactly("1:1 NOTE rto-not-checked the topology has no such database,"
                        + " so the critical path is compared with no RTO");
    }

    private record Wishes(
            @Parameter("which one") Optional<String> node,
            @Parameter("where") Optional<String> database) {}

    private record Fake(Declaration<Wishes> declaration, boolean available) implements Operation<Wishes> {
        Fake(String id, String command, Danger danger, boolean available) {
            this(new Declaration<>(id, command, "Does something.", Wishes.class, danger), available);
        }

        @Override
        public Assessment assess(Wishes parameters, Execution execution) {
            throw new UnsupportedOperationException("a linter does nothing");
        }

        @Override
        public void perform(Wishes parameters, Plan plan, Execution execution) {
            throw new UnsupportedOperationException("a linter does nothing");
        }

        @Override
        public Proof prove(Wishes parameters, Execution execution) {
            throw new UnsupportedOperationException("a linter does nothing");
        }
    }

    private record Aim(@Parameter("at what") String target) {}

    private record Target() implements Operation<Aim> {
        @Override
        public Declaration<Aim> declaration() {
            return new Declaration<>("region.aim", "aim", "Aims.", Aim.class, Danger.REVERSIBLE);
        }

        @Override
        public Assessment assess(Aim parameters, Execution execution) {
            throw new UnsupportedOperationException("a linter does nothing");
        }

        @Override
        public void perform(Aim parameters, Plan plan, Execution execution) {
            throw new UnsupportedOperationException("a linter does nothing");
        }

        @Override
        public Proof prove(Aim parameters, Execution execution) {
            throw new UnsupportedOperationException("a linter does nothing");
        }
    }
}
