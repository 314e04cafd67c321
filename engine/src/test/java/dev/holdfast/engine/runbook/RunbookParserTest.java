package dev.holdfast.engine.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.engine.yaml.DamagedFiles;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Limits;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunbookParserTest {
    private static final Limits USUAL = new Limits(Duration.ofSeconds(60), 0, Duration.ofSeconds(1));
    private static final Catalogue CATALOGUE = new Catalogue(List.of(
            look("database.verify-failure", "verify-database-failure"),
            look("database.select-replica", "select-best-replica"),
            look("database.promote", "promote-replica"),
            look("database.rollback", "database-rollback"),
            look("program.run", "run-program"),
            look("communication.notify", "notify"),
            new Wait()));

    private static final String VALID = """
            name: Database failure
            triggers: [database_primary_down]
            parameters: [target, accept-data-loss]
            steps:
              - confirm: { operation: verify-database-failure, timeout: 30s, retries: 2, retry_delay: 500ms }
              - choose:  { script: select-best-replica.sh, needs: [] }
              - promote:
                  operation: database.promote
                  needs: [confirm, choose]
                  with: { replica: replica1, force: true, attempts: 3, grace: 5s }
                  undo: database-rollback
                  on_failure: undo
              - look: { operation: verify-database-failure, on_failure: continue }
            """;

    private static final String OTHER_KINDS = """
              - allowed: { operation: promote-replica, requires_approval: { people: 2, role: admin } }
              - warm: { run: [./warm.sh, 5], environment: { A: b }, check: is-warm, repeatable: true }
              - wait: { operation: watch-for, duration: 600s, requires_approval: 2 }
              - tell: { channels: [slack, email], message: done }
            """;

    @Test
    void readsEveryField() {
        Runbook runbook = RunbookParser.parse("database-failure", VALID, CATALOGUE);

        assertThat(runbook.name()).isEqualTo("database-failure");
        assertThat(runbook.title()).isEqualTo("Database failure");
        assertThat(runbook.triggers()).containsExactly("database_primary_down");
        assertThat(runbook.parameters()).containsExactly("target", "accept-data-loss");
        assertThat(runbook.source()).isEqualTo(VALID);
        assertThat(runbook.steps())
                .containsExactly(
                        new Step(
                                "confirm",
                                "verify-database-failure",
                                Map.of(),
                                List.of(),
                                new Limits(Duration.ofSeconds(30), 2, Duration.ofMillis(500)),
                                Optional.empty(),
                                FailurePolicy.STOP,
                                Optional.empty()),
                        new Step(
                                "choose",
                                "select-best-replica",
                                Map.of(),
                                List.of(),
                                USUAL,
                                Optional.empty(),
                                FailurePolicy.STOP,
                                Optional.empty()),
                        new Step(
                                "promote",
                                "promote-replica",
                                Map.of("replica", "replica1", "force", "true", "attempts", "3", "grace", "5s"),
                                List.of("confirm", "choose"),
                                USUAL,
                                Optional.of("database-rollback"),
                                FailurePolicy.UNDO,
                                Optional.empty()),
                        new Step(
                                "look",
                                "verify-database-failure",
                                Map.of(),
                                List.of("promote"),
                                USUAL,
                                Optional.empty(),
                                FailurePolicy.CONTINUE,
                                Optional.empty()));
    }

    @Test
    void theHashIsThatOfTheText() {
        Runbook runbook =
                RunbookParser.parse("one", "name: One\nsteps: [ { a: { operation: promote-replica } } ]\n", CATALOGUE);

        assertThat(runbook.hash()).isEqualTo("04a80d6439ccacdea32b213da1b3455387ce08d37b2bb0a1fda54f1dc6c0c165");
        assertThat(RunbookParser.parse("one", runbook.source() + "#", CATALOGUE).hash())
                .isNotEqualTo(runbook.hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "operation: verify-database-failure, timeout | operation: verify-database-failur, timeout | 5:27 | there is no operation 'verify-database-failur'; did you mean 'verify-database-failure'?",
                "operation: database.promote | operation: database.promot | 8:18 | did you mean 'database.promote'?",
                "script: select-best-replica.sh | script: select-replica.sh | 6:24 | there is no 'select-replica.sh'; did you mean 'select-best-replica.sh'?",
                "script: select-best-replica.sh | script: select-best-replica | 6:24 | must be the name of a script such as promote-replica.sh",
                "script: select-best-replica.sh, | `` | 6:5 | step 'choose' has no 'operation' (or 'script', 'run' or 'channels')",
                "script: select-best-replica.sh | script: select-best-replica.sh, operation: promote-replica | 6:24 | has both 'operation' and 'script'",
                "needs: [confirm, choose] | needs: [confrim, choose] | 9:15 | there is no step 'confrim'; did you mean 'confirm'?",
                "needs: [] | needs: [look] | 6:56 | the steps wait for one another: choose -> look -> promote -> choose",
                "needs: [] | needs: [choose] | 6:56 | the steps wait for one another: choose -> choose",
                "- choose: | - confirm: | 6:5 | the step 'confirm' is here twice; it is in line 5 already",
                "replica: replica1 | replcia: replica1 | 10:15 | 'replcia' is not a parameter of promote-replica; did you mean 'replica'?",
                "force: true | force: maybe | 10:41 | force is 'maybe'; it must be true or false",
                "attempts: 3 | attempts: 3.5 | 10:57 | attempts is '3.5'; it must be a whole number",
                "grace: 5s | grace: 5 | 10:67 | grace is '5'; it must be a duration",
                "undo: database-rollback | undo: database-rollbak | 11:13 | undo: there is no operation 'database-rollbak'; did you mean 'database-rollback'?",
                "on_failure: undo | on_failure: panic | 12:19 | on_failure is 'panic'; it must be one of stop, undo, continue",
                "timeout: 30s | timeout: 30 | 5:61 | timeout is '30'; it must be a duration",
                "timeout: 30s | timeout: 0s | 5:61 | timeout is '0s'; it must be a duration longer than 0",
                "retries: 2 | retries: -1 | 5:75 | retries is '-1'; it must be a whole number from 0 to 100",
                "retries: 2 | retrys: 2 | 5:66 | 'retrys' is not a key of steps[1].confirm; did you mean 'retries'?",
                "on_failure: undo | requires_approval: viewer | 12:26 | must be true, a number of people from 1 to 9, a role",
                "on_failure: undo | requires_approval: 0 | 12:26 | must be true, a number of people from 1 to 9, a role",
                "on_failure: undo | requires_approval: { peple: 2 } | 12:28 | 'peple' is not a key of steps[3].promote.requires_approval; did you mean 'people'?",
                "on_failure: undo | requires_approval: { role: boss } | 12:34 | must be one of operator, approver, admin",
                "on_failure: undo | duration: 600s | 12:7 | promote-replica lasts as long as it lasts; for a limit write 'timeout'",
                "operation: database.promote | run: [./warm.sh] | 10:7 | 'with' means nothing beside 'run'; it goes with 'operation' or 'script'",
                "on_failure: undo | environment: { A: b } | 12:7 | 'environment' means nothing beside 'operation'; it goes with 'run'",
                "on_failure: undo | message: hello | 12:7 | 'message' means nothing beside 'operation'; it goes with 'channels'",
                "script: select-best-replica.sh | run: [] | 6:16 | must be a program, or a list of a program and its arguments",
                "script: select-best-replica.sh | run: [' '] | 6:21 | the first word is the program; it is empty",
                "script: select-best-replica.sh | run: x, environment: { 1A: b } | 6:39 | must be made of letters, digits and '_'",
                "script: select-best-replica.sh | run: x, channels: [slack] | 6:34 | has both 'run' and 'channels'; leave one out",
                "script: select-best-replica.sh | run: x, repeatable: 1 | 6:36 | must be true or false",
                "script: select-best-replica.sh | channels: [] | 6:16 | must be a list of at least one channel",
                "script: select-best-replica.sh | operation: watch-for, duration: 5 | 6:48 | must be a duration longer than 0",
                "script: select-best-replica.sh | operation: watch-for, duration: 5s, with: { duration: 9s } | 6:38 | 'duration' is also given under 'with'; leave one out",
                "triggers: [database_primary_down] | triger: [database_primary_down] | 2:1 | 'triger' is not a key of this file; did you mean 'triggers'?"
            })
    void everyCheckNamesItsPlace(String right, String wrong, String at, String text) {
        assertThat(VALID).contains(right);
        assertThat(problems(VALID.replace(right, wrong)))
                .filteredOn(problem -> problem.startsWith("database-failure.yaml:" + at + ": "))
                .singleElement()
                .asString()
                .contains(text);
    }

    @Test
    void severalMistakesAreReportedAtOnceAndOnceEach() {
        String yaml = """
                name: Three mistakes
                steps:
                  - a: { operaton: promote-replica }
                  - b: { operation: promote-replica, with: { replcia: x }, timeout: 5 }
                """;

        assertThat(problems(yaml))
                .containsExactly(
                        "database-failure.yaml:3:10: 'operaton' is not a key of steps[1].a; did you mean 'operation'?",
                        "database-failure.yaml:4:46: 'replcia' is not a parameter of promote-replica;"
                                + " did you mean 'replica'?",
                        "database-failure.yaml:4:69: steps[2].b.timeout is '5';"
                                + " it must be a duration longer than 0, such as 50ms, 15s, 5m or 1h");
    }

    @Test
    void aNeedMayNotPointForward() {
        String yaml = """
                name: Forward
                steps:
                  - a: { operation: promote-replica, needs: [b] }
                  - b: { operation: promote-replica, needs: [] }
                """;

        assertThat(problems(yaml))
                .containsExactly("database-failure.yaml:3:46: step 'a' needs 'b', which comes later: move 'b' up");
    }

    @Test
    void aStepWithoutIndentationIsExplained() {
        String yaml = """
                name: Flat
                steps:
                  - a:
                    operation: promote-replica
                """;

        assertThat(problems(yaml))
                .contains("database-failure.yaml:3:5: steps[1] has 2;"
                        + " it must be one step: its name, and its settings indented below the name");
    }

    @Test
    void aStepBehindACycleCanNeverStart() {
        String yaml = """
                name: Cycle
                steps:
                  - a: { operation: promote-replica, needs: [b] }
                  - b: { operation: promote-replica, needs: [a] }
                  - c: { operation: promote-replica, needs: [b] }
                  - d: { operation: promote-replica }
                  - e: { operation: promote-replica, needs: [] }
                """;

        assertThat(problems(yaml))
                .containsExactly(
                        "database-failure.yaml:3:46: the steps wait for one another: a -> b -> a",
                        "database-failure.yaml:5:5: step 'c' can never start: it needs 'b', which waits for itself",
                        "database-failure.yaml:6:5: step 'd' can never start: it needs 'c', which waits for itself");
    }

    @Test
    void readsTheFormOfTheDocumentsWorkflows() {
        Runbook runbook = read("""
                name: Database Disaster Recovery
                triggers:
                  - database_primary_down
                  - replication_lag_critical

                steps:
                  - verify_failure:
                      timeout: 60s
                      script: verify-database-failure.sh

                  - promote_replica:
                      timeout: 300s
                      script: promote-replica.sh
                      requires_approval: true

                  - notify:
                      channels: [slack, pagerduty, email]
                """);

        assertThat(runbook.steps())
                .extracting(Step::operation)
                .containsExactly("verify-database-failure", "promote-replica", "notify");
        assertThat(runbook.step("promote_replica").approval()).contains(ApprovalRule.ONE);
        assertThat(runbook.step("notify").parameters()).isEqualTo(Map.of("channels", "slack,pagerduty,email"));
        assertThat(runbook.step("notify").needs()).containsExactly("promote_replica");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | 1 APPROVER",
                "false | none",
                "2 | 2 APPROVER",
                "2.0 | 2 APPROVER",
                "admin | 1 ADMIN",
                "operator | 1 OPERATOR",
                "{ people: 3 } | 3 APPROVER",
                "{ role: admin } | 1 ADMIN",
                "{ people: 2, role: admin } | 2 ADMIN"
            })
    void readsWhoMustPermitAStep(String written, String rule) {
        Step step = onlyStep("operation: promote-replica, requires_approval: " + written);

        assertThat(step.approval()
                        .map(read -> read.people() + " " + read.role())
                        .orElse("none"))
                .isEqualTo(rule);
    }

    @Test
    void aDurationIsTheParameterOfThatNameAndLimitsTheTime() {
        Step silent = onlyStep("operation: watch-for, duration: 600s");
        Step limited = onlyStep("operation: watch-for, duration: 600s, timeout: 20m");

        assertThat(silent.parameters()).isEqualTo(Map.of("duration", "600s"));
        assertThat(silent.limits().timeout()).isEqualTo(Duration.ofMinutes(11));
        assertThat(limited.limits().timeout()).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void aProgramIsAStepOfTheOperationThatRunsPrograms() {
        Step step = onlyStep("run: [./warm.sh, --fast, two words, 5], environment: { B: it's, A: 1 },"
                + " check: is-warm, repeatable: true");

        assertThat(step.operation()).isEqualTo("run-program");
        assertThat(step.parameters())
                .isEqualTo(Map.of(
                        "program", "./warm.sh",
                        "arguments", "--fast 'two words' 5",
                        "environment", "A=1 'B=it'\\''s'",
                        "check", "is-warm",
                        "repeatable", "true"));
    }

    @Test
    void oneStringIsOneWord() {
        assertThat(onlyStep("run: ./my script.sh").parameters()).isEqualTo(Map.of("program", "./my script.sh"));
    }

    @Test
    void aMessageGoesToItsChannels() {
        assertThat(onlyStep("channels: [slack], message: all is well").parameters())
                .isEqualTo(Map.of("channels", "slack", "message", "all is well"));
    }

    @ParameterizedTest
    @CsvSource({"run: ./warm.sh, run-program", "channels: [slack], notify"})
    void aKindOfStepNeedsItsOperationInTheCatalogue(String deed, String operation) {
        Catalogue poor = new Catalogue(List.of(look("database.promote", "promote-replica")));
        HoldfastException refused = catchThrowableOfType(
                HoldfastException.class,
                () -> RunbookParser.parse("poor", "name: Poor\nsteps: [ { a: { %s } } ]\n".formatted(deed), poor));

        assertThat(refused.attempted()).contains("needs the operation '%s', which there is not".formatted(operation));
    }

    private static Runbook read(String yaml) {
        return RunbookParser.parse("one", yaml, CATALOGUE);
    }

    private static Step onlyStep(String settings) {
        return read("name: One\nsteps: [ { a: { %s } } ]\n".formatted(settings)).step("a");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyDamageIsReportedAtAPlaceInTheFile(long seed) throws IOException {
        DamagedFiles.verify(RunbookParser.class, "runbook.schema.json", VALID + OTHER_KINDS, seed);
    }

    private static List<String> problems(String yaml) {
        HoldfastException refused = catchThrowableOfType(
                HoldfastException.class, () -> RunbookParser.parse("database-failure", yaml, CATALOGUE));
        assertThat(refused.code()).isEqualTo(ErrorCode.RUNBOOK_INVALID);
        return refused.attempted().lines().toList();
    }

    private static Operation<Wishes> look(String id, String command) {
        return new Look(new Declaration<>(id, command, "Looks.", Wishes.class, Danger.READS));
    }

    private record Wishes(
            @Parameter("which one") Optional<String> replica,
            @Parameter("at any price") boolean force,
            @Parameter("how often") Optional<Integer> attempts,
            @Parameter("how long") Optional<Duration> grace) {}

    private record Span(@Parameter("how long") Duration duration) {}

    private record Wait() implements Check<Span> {
        @Override
        public Declaration<Span> declaration() {
            return new Declaration<>("region.watch", "watch-for", "Watches.", Span.class, Danger.READS);
        }

        @Override
        public Proof prove(Span parameters, Execution execution) {
            throw new UnsupportedOperationException("a parser does nothing");
        }
    }

    private record Look(Declaration<Wishes> declaration) implements Check<Wishes> {
        @Override
        public Proof prove(Wishes parameters, Execution execution) {
            throw new UnsupportedOperationException("a parser does nothing");
        }
    }
}
