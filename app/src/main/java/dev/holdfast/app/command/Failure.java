package dev.holdfast.app.command;

import dev.holdfast.app.output.Json;
import dev.holdfast.app.terminal.Palette;
import dev.holdfast.app.terminal.QuestionText;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.RunHistory.RecordedRun;
import dev.holdfast.engine.run.OpenQuestion;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.model.error.ErrorClass;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A failure as it is reported: its number and title, what was attempted and found, and the next move.
 *
 * @param attempted may have several lines
 */
public record Failure(ErrorCode code, String attempted, String nextMove, int exitCode) {
    Failure(ErrorCode code, String attempted, String nextMove) {
        this(code, attempted, nextMove, code.errorClass().exitCode());
    }

    static Failure of(HoldfastException thrown) {
        return new Failure(thrown.code(), thrown.attempted(), thrown.nextMove());
    }

    /** Why a run did not succeed: what it waits for, else the problem of its first step that has one. */
    static Optional<Failure> of(RecordedRun recorded) {
        RunState run = recorded.state();
        if (!recorded.questions().isEmpty()) {
            return Optional.of(waiting(run, recorded.questions()));
        }
        if (run.outcome().filter(RunOutcome.SUCCEEDED::equals).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(run.steps().stream()
                .flatMap(step -> step.problem().stream()
                        .map(problem -> new Failure(
                                problem.code(),
                                "step %s: %s".formatted(step.id(), problem.reason()),
                                problem.nextMove(),
                                exitCode(problem.code(), run))))
                .findFirst()
                .orElseGet(() -> new Failure(
                        ErrorCode.NOT_PROVEN, "the run ended without success", ErrorCode.NOT_PROVEN.nextMove())));
    }

    private static Failure waiting(RunState run, List<OpenQuestion> questions) {
        String text = questions.stream().map(QuestionText::of).collect(Collectors.joining("\n"));
        String commands = questions.stream()
                .map(question -> "`%s`".formatted(QuestionText.command(run.run(), question)))
                .distinct()
                .collect(Collectors.joining(", "));
        return new Failure(ErrorCode.RUN_WAITING, "run %s:%n%s".formatted(run.run(), text), commands);
    }

    /** A guard that refused after other steps had changed something does not mean that nothing was changed. */
    private static int exitCode(ErrorCode code, RunState run) {
        boolean untouched = run.outcome().filter(RunOutcome.REFUSED::equals).isPresent();
        return code.errorClass() == ErrorClass.PRECONDITION && !untouched
                ? ErrorClass.INFRASTRUCTURE.exitCode()
                : code.errorClass().exitCode();
    }

    /** A defect: an exception that nobody foresaw. */
    static Failure of(RuntimeException unforeseen) {
        return new Failure(
                ErrorCode.INTERNAL_ERROR,
                unforeseen.toString(),
                "run it again with --debug, and report it with what that shows");
    }

    Failure withNextMove(String other) {
        return new Failure(code, attempted, other, exitCode);
    }

    /** Reports it on standard error. */
    void report(Terminal terminal, boolean json) {
        terminal.err().println(json ? Json.write(Map.of("error", json())) : text(terminal.errPalette()));
    }

    String text(Palette palette) {
        String indented = attempted.strip().replace("\n", "\n  ");
        return """
                %s %s
                  %s
                  %s %s""".formatted(
                        palette.red(palette.bold(code.id())),
                        palette.bold(code.title()),
                        indented,
                        palette.cyan("next:"),
                        nextMove);
    }

    /** For programs. */
    public Map<String, Object> json() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("code", code.id());
        document.put("name", code.name());
        document.put("title", code.title());
        document.put("attempted", attempted);
        document.put("next_move", nextMove);
        document.put("exit_code", exitCode);
        return document;
    }
}
