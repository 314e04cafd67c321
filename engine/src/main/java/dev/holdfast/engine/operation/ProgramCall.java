package dev.holdfast.engine.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A program that a step of a runbook runs, and the form it has among the parameters of the step.
 *
 * @param command the program and its arguments
 * @param environment added to Holdfast's own
 * @param check a program that ends with 0 when the effect is there already; empty when there is none
 * @param repeatable whether it does no harm when it is run twice
 */
public record ProgramCall(
        List<String> command, Map<String, String> environment, List<String> check, boolean repeatable) {
    /** The operation that runs programs. */
    public static final String OPERATION = "run-program";

    public ProgramCall {
        if (command.isEmpty() || command.getFirst().isBlank()) {
            throw new IllegalArgumentException("no program is named");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        check = List.copyOf(check);
    }

    /**
     * Reads what {@link #asParameters} wrote, or somebody typed.
     *
     * @throws IllegalArgumentException when it can't be read
     */
    public static ProgramCall of(
            String program,
            Optional<String> arguments,
            Optional<String> environment,
            Optional<String> check,
            boolean repeatable) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments.map(ShellWords::split).orElse(List.of()));
        return new ProgramCall(
                command,
                environment.map(ProgramCall::variables).orElse(Map.of()),
                check.map(ShellWords::split).orElse(List.of()),
                repeatable);
    }

    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String pair : ShellWords.split(text)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("takes NAME=VALUE, not '%s'".formatted(pair));
            }
            variables.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return variables;
    }

    /** For the operation {@link #OPERATION}. */
    public Map<String, String> asParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("program", program());
        if (!arguments().isEmpty()) {
            parameters.put("arguments", ShellWords.join(arguments()));
        }
        if (!environment.isEmpty()) {
            parameters.put("environment", environmentText());
        }
        if (!check.isEmpty()) {
            parameters.put("check", ShellWords.join(check));
        }
        if (repeatable) {
            parameters.put("repeatable", "true");
        }
        return parameters;
    }

    public String program() {
        return command.getFirst();
    }

    public List<String> arguments() {
        return command.subList(1, command.size());
    }

    /** The variables in the order of their names, as a shell would want them. */
    public String environmentText() {
        return ShellWords.join(new TreeMap<>(environment)
                .entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList());
    }
}
