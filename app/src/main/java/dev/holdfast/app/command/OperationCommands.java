package dev.holdfast.app.command;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.run.SingleStep;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.runbook.Mode;
import dev.holdfast.model.runbook.Runbook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;

/** Makes a command of every operation of the catalogue. */
final class OperationCommands {
    private static final String CONFIRM = "confirm";
    private static final String TIMEOUT = "--timeout";
    private static final String DURATION = "duration";
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    private OperationCommands() {}

    /** The operations under their command names, an area a section. */
    static List<Section> sections(Catalogue catalogue) {
        return areas(catalogue).entrySet().stream()
                .map(area -> new Section(
                        capitalised(area.getKey()),
                        area.getValue().stream()
                                .map(operation ->
                                        leaf(operation, operation.declaration().command()))
                                .toList()))
                .toList();
    }

    /** The same as {@code AREA VERB}, such as {@code database promote}. */
    static List<CommandNode> byArea(Catalogue catalogue) {
        return areas(catalogue).entrySet().stream()
                .map(area -> (CommandNode) new CommandNode.Group(
                        area.getKey(),
                        "Operations on the area '%s'".formatted(area.getKey()),
                        area.getValue().stream()
                                .map(operation -> leaf(operation, verb(operation.declaration())))
                                .toList()))
                .toList();
    }

    private static Map<String, List<Operation<?>>> areas(Catalogue catalogue) {
        return catalogue.all().stream()
                .collect(Collectors.groupingBy(
                        operation -> operation.declaration().area(), TreeMap::new, Collectors.toList()));
    }

    private static String verb(Declaration<?> declaration) {
        return declaration.id().substring(declaration.area().length() + 1);
    }

    private static String capitalised(String area) {
        return area.substring(0, 1).toUpperCase(Locale.ROOT) + area.substring(1);
    }

    private static CommandNode leaf(Operation<?> operation, String name) {
        Declaration<?> declaration = operation.declaration();
        return new CommandNode.Leaf(
                name,
                withoutDot(declaration.summary()),
                () -> arguments(declaration),
                invocation -> run(operation, invocation));
    }

    private static String withoutDot(String summary) {
        return summary.endsWith(".") ? summary.substring(0, summary.length() - 1) : summary;
    }

    static List<ArgSpec> arguments(Declaration<?> declaration) {
        List<ArgSpec> arguments = new ArrayList<>();
        ParameterBinding.describe(declaration.parameters()).forEach(parameter -> arguments.add(argument(parameter)));
        if (declaration.danger() != Danger.READS) {
            arguments.add(Arguments.flag("--" + CONFIRM, "Do it, also what can't be undone or takes something away."));
        }
        arguments.add(Arguments.option(TIMEOUT, "DURATION", "How long it may take (5m when silent)."));
        return arguments;
    }

    private static ArgSpec argument(ParameterBinding.Described parameter) {
        String name = "--" + parameter.option();
        if (parameter.flag()) {
            return Arguments.flag(name, parameter.description());
        }
        return parameter.required()
                ? Arguments.requiredOption(name, parameter.placeholder(), parameter.description())
                : Arguments.option(name, parameter.placeholder(), parameter.description());
    }

    /** Does it with the options of the command line that are its parameters. */
    static int run(Operation<?> operation, Invocation invocation) {
        Declaration<?> declaration = operation.declaration();
        Map<String, String> parameters = parameters(declaration, invocation);
        // Wrong values are reported before a run is recorded.
        ParameterBinding.bind(declaration.parameters(), parameters);
        Runbook runbook = SingleStep.of(operation, parameters, timeout(invocation, parameters));
        Map<String, String> runParameters = invocation.flag("--" + CONFIRM) ? Map.of(CONFIRM, "true") : Map.of();
        return new RunDriver(invocation).start(runbook, runParameters, Mode.AUTO);
    }

    private static Map<String, String> parameters(Declaration<?> declaration, Invocation invocation) {
        Map<String, String> values = new HashMap<>();
        for (ParameterBinding.Described parameter : ParameterBinding.describe(declaration.parameters())) {
            String name = "--" + parameter.option();
            if (!parameter.flag()) {
                invocation.option(name).ifPresent(value -> values.put(parameter.option(), value));
            } else if (invocation.flag(name)) {
                values.put(parameter.option(), "true");
            }
        }
        return values;
    }

    /** What lasts for a set time needs that and a little more. */
    private static Duration timeout(Invocation invocation, Map<String, String> parameters) {
        Duration usual = Optional.ofNullable(parameters.get(DURATION))
                .map(lasting -> DurationText.parse(lasting).plus(DEFAULT_TIMEOUT))
                .orElse(DEFAULT_TIMEOUT);
        return invocation.option(TIMEOUT).map(DurationText::parse).orElse(usual);
    }
}
