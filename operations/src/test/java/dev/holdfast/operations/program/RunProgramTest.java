package dev.holdfast.operations.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.operation.ProgramCall;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.program.RunProgram.Parameters;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakePrograms;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A program as a step")
class RunProgramTest {
    private static final String DIGEST = "0123456789abcdef";
    private static final Map<String, String> SECRET = Map.of("API_TOKEN", "s3cr3t", "REGION", "us-east-1");

    private final RunProgram operation = new RunProgram();
    private final FakeSite site = new FakeSite(Path.of(""));
    private final FakePrograms programs = site.fakePrograms();
    private final FakeExecution execution = new FakeExecution(site);
    private final AtomicBoolean warm = new AtomicBoolean();

    @BeforeEach
    void install(@TempDir Path directory) {
        programs.install(
                "./warm.sh",
                DIGEST,
                () -> {
                    warm.set(true);
                    return 0;
                },
                List.of("warming", "token is s3cr3t"));
        programs.install("is-warm", DIGEST, () -> warm.get() ? 0 : 1, List.of("looked"));
    }

    private static Parameters call(ProgramCall call) {
        return ParameterBinding.bind(Parameters.class, call.asParameters());
    }

    private static Parameters alone() {
        return call(new ProgramCall(List.of("./warm.sh", "--fast", "two words"), SECRET, List.of(), false));
    }

    private static Parameters checked() {
        return call(new ProgramCall(List.of("./warm.sh"), Map.of(), List.of("is-warm", "-q"), false));
    }

    @Test
    @DisplayName("is shown with its arguments, its file and what tells the file from another one, and without secrets")
    void plan() {
        Plan plan = execution.plan(operation, alone());

        assertThat(plan.summary()).isEqualTo("Runs ./warm.sh --fast 'two words'");
        assertThat(plan.changes())
                .containsExactly(
                        "run ./warm.sh --fast 'two words', which is /home/holdfast/warm.sh, SHA-256 0123456789ab",
                        "with API_TOKEN=*** REGION=us-east-1",
                        "what it does is not known to Holdfast");
        assertThat(plan.fact("sha256")).isEqualTo(DIGEST);
        assertThat(programs.ran()).isEmpty();
    }

    @Test
    @DisplayName("is run with its words and variables, and what it prints is noted without secrets")
    void runs() {
        Proof proof = execution.run(operation, alone());

        assertThat(proof)
                .isEqualTo(new Proof.Holds(
                        "./warm.sh ended with exit code 0; it has no check, so more is not known", Map.of()));
        assertThat(execution.notes()).containsExactly("warming", "token is ***");
        assertThat(programs.ran()).singleElement().satisfies(ran -> {
            assertThat(ran.command()).containsExactly("/home/holdfast/warm.sh", "--fast", "two words");
            assertThat(ran.environment()).isEqualTo(SECRET);
            assertThat(ran.directory()).isEqualTo(Path.of("/home/holdfast"));
        });
    }

    @Test
    @DisplayName("that fails is told with its exit code and its last line")
    void failure() {
        programs.install("./warm.sh", DIGEST, () -> 7, List.of("password=hunter2 was refused", " "));

        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> execution.run(operation, alone()))
                .withMessage("./warm.sh ended with exit code 7: password=*** was refused")
                .matches(failed -> failed.code() == ErrorCode.PROGRAM_FAILED);
    }

    @Test
    @DisplayName("that was changed after it was shown is not run")
    void changed() {
        Plan plan = execution.plan(operation, alone());
        programs.install("./warm.sh", "fedcba9876543210", () -> 0, List.of());

        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> operation.perform(alone(), plan, execution))
                .withMessage("./warm.sh was changed since it was looked at, and was not run");
        assertThat(programs.ran()).isEmpty();
    }

    @Test
    @DisplayName("that can't be found is refused before anything is run")
    void missing() {
        programs.uninstall("is-warm");

        assertThat(operation.assess(checked(), execution)).isInstanceOfSatisfying(Assessment.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.PARAMETER_INVALID);
            assertThat(refused.reason()).startsWith("there is no program 'is-warm'");
        });
        programs.uninstall("./warm.sh");
        assertThat(operation.assess(alone(), execution)).isInstanceOf(Assessment.Refused.class);
        assertThat(programs.ran()).isEmpty();
    }

    @Test
    @DisplayName("with a check is run when the check wants it, proved by the check, and not run a second time")
    void check() {
        String said = "the check is-warm ended with exit code 0: looked";

        assertThat(execution.run(operation, checked())).isEqualTo(new Proof.Holds(said, Map.of()));
        assertThat(operation.assess(checked(), execution)).isEqualTo(new Assessment.Satisfied(said, Map.of()));
        assertThat(programs.ran())
                .extracting(ran -> ran.command().getFirst())
                .containsExactly(
                        "/home/holdfast/is-warm",
                        "/home/holdfast/warm.sh",
                        "/home/holdfast/is-warm",
                        "/home/holdfast/is-warm");
    }

    @Test
    @DisplayName("whose check does not hold afterwards has failed")
    void unproved() {
        programs.install("./warm.sh", DIGEST, () -> 0, List.of());

        assertThat(execution.run(operation, checked()))
                .isEqualTo(
                        new Proof.Fails(ErrorCode.PROGRAM_FAILED, "the check is-warm ended with exit code 1: looked"));
    }

    @Test
    @DisplayName("may be begun again only when it says so or can be checked")
    void repeatable() {
        Parameters willing = call(new ProgramCall(List.of("./warm.sh"), Map.of(), List.of(), true));

        assertThat(operation.repeatable(alone())).isFalse();
        assertThat(operation.repeatable(willing)).isTrue();
        assertThat(operation.repeatable(checked())).isTrue();
    }

    @Test
    @DisplayName("that prints much is noted up to a limit, and what is missing is said")
    void muchOutput() {
        programs.install(
                "./warm.sh",
                DIGEST,
                () -> 0,
                IntStream.rangeClosed(1, 250).mapToObj(line -> "line " + line).toList());
        execution.run(operation, alone());

        assertThat(execution.notes())
                .hasSize(201)
                .startsWith("line 1", "line 2")
                .contains("line 200");
        assertThat(execution.notes().getLast())
                .isEqualTo("(50 more lines, 400 bytes, were left out; the last one: line 250)");
    }

    @Test
    @DisplayName("that prints long lines is noted up to a limit too")
    void longLines() {
        programs.install("./warm.sh", DIGEST, () -> 0, List.of("x".repeat(60_000), "y".repeat(6_000), "short"));
        execution.run(operation, alone());

        assertThat(execution.notes()).hasSize(2);
        assertThat(execution.notes().getLast())
                .isEqualTo("(2 more lines, 6005 bytes, were left out; the last one: short)");
    }

    @Test
    @DisplayName("with a quote that is not closed is refused when the command line is read")
    void malformed() {
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() ->
                        ParameterBinding.bind(Parameters.class, Map.of("program", "./warm.sh", "arguments", "'open")))
                .withMessageContaining("is not closed");
    }
}
