package dev.holdfast.app.command;

import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.runbook.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;

/** The option {@code --mode}. */
final class RunMode {
    private static final String NAME = "--mode";

    private RunMode() {}

    static ArgSpec option() {
        return Arguments.option(
                NAME, "MODE", "auto (when silent), guided: asks before each step, or simulation: changes nothing.");
    }

    static Mode of(Invocation invocation) {
        return invocation.option(NAME).map(RunMode::parse).orElse(Mode.AUTO);
    }

    private static Mode parse(String typed) {
        List<String> known = Arrays.stream(Mode.values()).map(RunMode::word).toList();
        return Arrays.stream(Mode.values())
                .filter(mode -> word(mode).equals(typed))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.PARAMETER_INVALID,
                        "%s: there is no mode '%s'; %s".formatted(NAME, typed, NearNames.hint(typed, known))));
    }

    private static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
