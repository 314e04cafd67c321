package dev.holdfast.app.command;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/** The two commands that carry out a whole scenario: {@code execute-runbook} and {@code quick-recover}. */
final class ExecuteCommands {
    private static final String CONFIRM = "confirm";

    private ExecuteCommands() {}

    /** One for each of the scripts {@code execute-runbook.sh} and {@code quick-recover.sh}. */
    static List<CommandNode> leaves() {
        return List.of(
                new CommandNode.Leaf(
                        "execute-runbook",
                        "Carry out a scenario by its runbook: by itself, guided, or simulated",
                        ExecuteCommands::executeArguments,
                        ExecuteCommands::execute),
                new CommandNode.Leaf(
                        "quick-recover",
                        "Recover from a common failure with one line",
                        ExecuteCommands::recoverArguments,
                        ExecuteCommands::recover));
    }

    private static List<ArgSpec> executeArguments() {
        return List.of(
                Arguments.requiredOption("--scenario", "NAME", "What happened: the name of a runbook."),
                RunMode.option(),
                Arguments.repeatedOption("--param", "KEY=VALUE", "A parameter of the runbook."),
                Arguments.flag("--" + CONFIRM, "Do also what can't be undone or takes something away."));
    }

    private static int execute(Invocation invocation) {
        Runbook runbook = runbook(invocation, invocation.option("--scenario").orElseThrow());
        Map<String, String> parameters = new HashMap<>(invocation.pairs("--param"));
        return start(invocation, runbook, parameters, RunMode.of(invocation));
    }

    private static Runbook runbook(Invocation invocation, String name) {
        try (Installation installation = invocation.installation()) {
            return installation.runbooks().get(name);
        }
    }

    private static int start(Invocation invocation, Runbook runbook, Map<String, String> parameters, Mode mode) {
        if (invocation.flag("--" + CONFIRM)) {
            parameters.put(CONFIRM, "true");
        }
        return new RunDriver(invocation).start(runbook, parameters, mode);
    }

    /** A recovery with a short name. */
    private sealed interface Recovery {
        String name();

        /**
         * Carries out a runbook.
         *
         * @param options of the command line that are parameters of the runbook
         */
        record ByRunbook(String name, String runbook, List<String> options) implements Recovery {}

        /** Is one operation of the catalogue, with its own options. */
        record ByOperation(String name) implements Recovery {}
    }

    private static final List<Recovery> RECOVERIES = List.of(
            new Recovery.ByRunbook("database-failover", "database-failure", List.of()),
            new Recovery.ByRunbook("region-failover", "region-failure", List.of("from")),
            new Recovery.ByRunbook("cache-rebuild", "cache-corruption", List.of()),
            new Recovery.ByOperation("emergency-scale"),
            new Recovery.ByOperation("full-restart"));

    private static List<ArgSpec> recoverArguments() {
        return List.of(
                Arguments.word(0, "WHAT", String.join(", ", names()) + "."),
                Arguments.option("--from", "REGION", "The region that is lost."),
                Arguments.option("--factor", "NUMBER", "How much larger."),
                Arguments.flag("--graceful", "Without a failed request."),
                Arguments.option("--timeout", "DURATION", "How long one operation may take (5m when silent)."),
                Arguments.flag("--" + CONFIRM, "Do also what can't be undone or takes something away."));
    }

    private static List<String> names() {
        return RECOVERIES.stream().map(Recovery::name).toList();
    }

    private static int recover(Invocation invocation) {
        String wanted = invocation.word(0);
        Recovery recovery = RECOVERIES.stream()
                .filter(one -> one.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.PARAMETER_INVALID,
                        "there is no quick recovery '%s'; %s".formatted(wanted, NearNames.hint(wanted, names()))));
        return switch (recovery) {
            case Recovery.ByRunbook named -> recover(invocation, named);
            case Recovery.ByOperation named ->
                OperationCommands.run(invocation.catalogue().get(named.name()), invocation);
        };
    }

    private static int recover(Invocation invocation, Recovery.ByRunbook recovery) {
        Runbook runbook = runbook(invocation, recovery.runbook());
        Map<String, String> parameters = new HashMap<>();
        recovery.options()
                .forEach(option -> invocation.option("--" + option).ifPresent(value -> parameters.put(option, value)));
        // The region that is lost is the one to look at, too.
        Optional.ofNullable(parameters.get("from"))
                .filter(_ -> runbook.parameters().contains("region"))
                .ifPresent(from -> parameters.put("region", from));
        return start(invocation, runbook, parameters, Mode.AUTO);
    }
}
