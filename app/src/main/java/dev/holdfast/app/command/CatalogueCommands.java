package dev.holdfast.app.command;

import dev.holdfast.app.output.CataloguePage;
import dev.holdfast.app.terminal.Table;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Commands about the catalogue of operations itself. */
final class CatalogueCommands {
    /** What every script is a link to. */
    static final String DISPATCHER = "dispatch";

    private static final String ENDING = ".sh";

    private CatalogueCommands() {}

    static CommandNode.Group group() {
        return new CommandNode.Group(
                "catalogue",
                "Every operation: list, scripts",
                List.of(
                        new CommandNode.Leaf(
                                "list",
                                "List every operation with its parameters",
                                () -> List.of(Arguments.flag("--markdown", "As the reference page.")),
                                CatalogueCommands::list),
                        new CommandNode.Leaf(
                                "scripts",
                                "Make scripts/dr match the catalogue: a link for every operation and scenario command",
                                List::of,
                                CatalogueCommands::scripts)));
    }

    private static int list(Invocation invocation) {
        Catalogue catalogue = invocation.catalogue();
        if (invocation.json()) {
            invocation.print(Map.of("operations", CataloguePage.documents(catalogue)));
        } else if (invocation.flag("--markdown")) {
            invocation.print(CataloguePage.markdown(catalogue));
        } else {
            Table table = new Table().row("COMMAND", "ID", "DANGER", "SUMMARY");
            catalogue.all().stream()
                    .map(Operation::declaration)
                    .forEach(operation -> table.row(
                            operation.command(),
                            operation.id(),
                            operation.danger().name(),
                            operation.summary()));
            invocation.print(table.lines());
        }
        return 0;
    }

    private static int scripts(Invocation invocation) {
        Path directory = invocation.surroundings().home().resolve("scripts/dr");
        List<String> wanted = scriptNames(invocation.catalogue());
        try {
            List<String> changes = new ArrayList<>();
            for (String stale : existing(directory)) {
                if (!wanted.contains(stale)) {
                    Files.delete(directory.resolve(stale));
                    changes.add("removed " + stale);
                }
            }
            for (String name : wanted) {
                if (Files.notExists(directory.resolve(name))) {
                    Files.createSymbolicLink(directory.resolve(name), Path.of(DISPATCHER));
                    changes.add("made " + name);
                }
            }
            invocation.print(changes.isEmpty() ? List.of("every operation has its script") : changes);
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("linking the scripts in " + directory, e);
        }
    }

    static List<String> scriptNames(Catalogue catalogue) {
        Stream<String> operations = catalogue.all().stream()
                .map(operation -> operation.declaration().command());
        Stream<String> scenarios = ExecuteCommands.leaves().stream().map(CommandNode::name);
        return Stream.concat(operations, scenarios)
                .map(command -> command + ENDING)
                .sorted()
                .toList();
    }

    static List<String> existing(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }
}
