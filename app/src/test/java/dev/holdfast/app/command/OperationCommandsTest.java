package dev.holdfast.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.operations.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every operation of the catalogue as a command and as a script. */
class OperationCommandsTest {
    private static final Path SCRIPTS = Path.of("..", "scripts", "dr");

    private final Catalogue catalogue = new Catalogue(Operations.all());

    @Test
    void theParametersOfAnOperationAreItsOptions() {
        assertThat(options(catalogue.get("promote-replica")))
                .containsExactly("--replica", "--accept-data-loss", "--database", "--confirm", "--timeout");
    }

    @Test
    void whatOnlyReadsCannotBeConfirmed() {
        catalogue.all().stream()
                .filter(operation -> operation.declaration().danger() == Danger.READS)
                .forEach(operation -> assertThat(options(operation)).doesNotContain("--confirm"));
    }

    @Test
    void noOperationTakesAnOptionThatEveryCommandHas() {
        List<String> reserved = Stream.concat(
                        Arguments.common().stream().flatMap(argument -> Stream.of(((OptionSpec) argument).names())),
                        Stream.of("--confirm", "--timeout"))
                .toList();
        catalogue.all().stream()
                .flatMap(operation ->
                        ParameterBinding.describe(operation.declaration().parameters()).stream())
                .forEach(parameter -> assertThat(reserved).doesNotContain("--" + parameter.option()));
    }

    @Test
    void everyCommandIsFoundByOneNameOnly() {
        assertThat(CommandTree.sections(catalogue).stream()
                        .flatMap(section -> section.commands().stream())
                        .map(CommandNode::name))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyOperationHasItsScriptAndNoScriptIsLeftOver() throws IOException {
        assertThat(CatalogueCommands.existing(SCRIPTS))
                .as("run `./holdfast catalogue scripts` to make the links")
                .isEqualTo(CatalogueCommands.scriptNames(catalogue));
        for (String name : CatalogueCommands.existing(SCRIPTS)) {
            assertThat(Files.readSymbolicLink(SCRIPTS.resolve(name))).isEqualTo(Path.of(CatalogueCommands.DISPATCHER));
        }
    }

    private static List<String> options(Operation<?> operation) {
        List<ArgSpec> arguments = OperationCommands.arguments(operation.declaration());
        return arguments.stream()
                .map(argument -> ((OptionSpec) argument).longestName())
                .toList();
    }
}
