package dev.holdfast.operations.program;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.engine.operation.ProgramCall;
import dev.holdfast.engine.operation.ShellWords;
import dev.holdfast.engine.secret.Scrubber;
import dev.holdfast.engine.spi.Programs.Executable;
import dev.holdfast.engine.spi.Programs.Program;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a program of the operators on this machine.
 *
 * <p>What it does is not known, so the worst is assumed. With a check it converges like every operation: the check says whether
 * there is anything to do, and whether it was done. Without one its exit code is all that there is.
 */
public final class RunProgram implements Operation<RunProgram.Parameters> {
    private static final String DIGEST = "sha256";
    /** Of the digest, what people are shown: so an approval, which is bound to what is shown, is bound to the file. */
    private static final int SHOWN = 12;

    /** The program, in the form of {@link ProgramCall}. */
    public record Parameters(
            @Parameter(
                    value = "the program: a name on the PATH, or a path (a relative one from Holdfast's home)",
                    placeholder = "FILE")
            String program,

            @Parameter(value = "its arguments, quoted as for a shell", placeholder = "WORDS")
            Optional<String> arguments,

            @Parameter(value = "variables for it, as NAME=VALUE, quoted as for a shell", placeholder = "VARIABLES")
            Optional<String> environment,

            @Parameter(
                    value = "a program with arguments that ends with 0 when there is nothing to do",
                    placeholder = "WORDS")
            Optional<String> check,

            @Parameter("it may be run again when nobody knows whether it ran")
            boolean repeatable) {
        public Parameters {
            // Whatever can't be read is reported when the parameters are bound.
            ProgramCall.of(program, arguments, environment, check, repeatable);
        }

        ProgramCall call() {
            return ProgramCall.of(program, arguments, environment, check, repeatable);
        }
    }

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "program.run",
                ProgramCall.OPERATION,
                "Runs a program on this machine",
                Parameters.class,
                Danger.DESTRUCTIVE);
    }

    @Override
    public boolean repeatable(Parameters parameters) {
        return parameters.repeatable() || parameters.check().isPresent();
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        ProgramCall call = parameters.call();
        Optional<Executable> found = execution.site().programs().find(call.program());
        if (found.isEmpty()) {
            return refused(call.program());
        }
        if (!call.check().isEmpty()) {
            String check = call.check().getFirst();
            if (execution.site().programs().find(check).isEmpty()) {
                return refused(check);
            }
            Result result = run(call.check(), call, execution, _ -> {});
            if (result.exitCode() == 0) {
                return new Assessment.Satisfied(said(call, result), Map.of());
            }
        }
        return new Assessment.Actionable(plan(call, found.get()));
    }

    private static Assessment.Refused refused(String program) {
        return new Assessment.Refused(
                ErrorCode.PARAMETER_INVALID,
                "there is no program '%s' that can be run: a name is looked for on the PATH, a relative path is meant from Holdfast's home"
                        .formatted(program));
    }

    private static Plan plan(ProgramCall call, Executable executable) {
        Scrubber scrubber = scrubber(call);
        String line = scrubber.scrub(ShellWords.join(call.command()));
        List<String> changes = new ArrayList<>();
        changes.add("run %s, which is %s, SHA-256 %s".formatted(line, executable.file(), shown(executable)));
        if (!call.environment().isEmpty()) {
            changes.add("with " + scrubber.scrub(call.environmentText()));
        }
        changes.add("what it does is not known to Holdfast");
        return Plan.harmless("Runs " + line, changes, Map.of(DIGEST, executable.sha256()));
    }

    private static String shown(Executable executable) {
        String digest = executable.sha256();
        return digest.substring(0, Math.min(SHOWN, digest.length()));
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        ProgramCall call = parameters.call();
        requireSame(call.program(), plan, execution);
        Result result = run(call.command(), call, execution, execution::note);
        if (result.exitCode() != 0) {
            throw new HoldfastException(
                    ErrorCode.PROGRAM_FAILED,
                    "%s ended with exit code %d%s".formatted(call.program(), result.exitCode(), result.quoted()));
        }
    }

    /** What was shown, and perhaps approved, is what is run. */
    private static void requireSame(String program, Plan plan, Execution execution) {
        boolean same = execution
                .site()
                .programs()
                .find(program)
                .filter(now -> now.sha256().equals(plan.fact(DIGEST)))
                .isPresent();
        if (!same) {
            throw new HoldfastException(
                    ErrorCode.PROGRAM_FAILED,
                    "%s was changed since it was looked at, and was not run".formatted(program));
        }
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        ProgramCall call = parameters.call();
        if (call.check().isEmpty()) {
            return new Proof.Holds(
                    "%s ended with exit code 0; it has no check, so more is not known".formatted(call.program()),
                    Map.of());
        }
        Result result = run(call.check(), call, execution, _ -> {});
        String said = said(call, result);
        return result.exitCode() == 0
                ? new Proof.Holds(said, Map.of())
                : new Proof.Fails(ErrorCode.PROGRAM_FAILED, said);
    }

    private static String said(ProgramCall call, Result result) {
        return "the check %s ended with exit code %d%s"
                .formatted(call.check().getFirst(), result.exitCode(), result.quoted());
    }

    /** @param lastLine of what it printed, without secrets */
    private record Result(int exitCode, String lastLine) {
        String quoted() {
            return lastLine.isEmpty() ? "" : ": " + lastLine;
        }
    }

    private static Result run(List<String> command, ProgramCall call, Execution execution, Consumer<String> notes) {
        Executable executable = execution
                .site()
                .programs()
                .find(command.getFirst())
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.PROGRAM_FAILED, "%s is gone, and was not run".formatted(command.getFirst())));
        List<String> words = new ArrayList<>(command);
        words.set(0, executable.file().toString());
        OutputNotes output = new OutputNotes(scrubber(call), notes);
        try {
            int exitCode = execution
                    .site()
                    .programs()
                    .run(new Program(words, call.environment(), executable.directory()), output, execution.remaining());
            return new Result(exitCode, output.lastLine());
        } finally {
            output.finish();
        }
    }

    /** The program can print what it inherits from Holdfast as well as what the step gives it. */
    private static Scrubber scrubber(ProgramCall call) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.putAll(call.environment());
        return new Scrubber(variables);
    }
}
