package dev.holdfast.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.command.Shell.Result;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.operations.Operations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says before anything is done to a system. */
class CommandLineTest {
    private Shell shell = new Shell(Path.of(""), new Catalogue(Operations.all()));

    @BeforeEach
    void openShell(@TempDir Path directory) {
        shell = new Shell(directory, new Catalogue(Operations.all()));
    }

    @Test
    void rootHelpListsEveryCommandByGroup() throws IOException {
        Result result = shell.run("--help");

        assertThat(result.out()).isEqualTo(resource("help.txt"));
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void withoutArgumentsTheHelpIsShown() {
        assertThat(shell.run()).isEqualTo(shell.run("--help"));
    }

    @ParameterizedTest
    @CsvSource({
        "databse-failover, did you mean 'database-failover'?",
        "promote, did you mean 'promote-replica'?",
        "run shw, did you mean 'run show'?",
        "promote-replica --replcia x, did you mean --replica",
    })
    void aMistypedWordIsAnsweredWithTheOneThatWasMeant(String line, String suggestion) {
        Result result = shell.run(line.split(" "));

        assertThat(result.err()).contains("HF-1001", suggestion, "next: see the commands with `holdfast");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void anOptionWithoutItsValueIsWrongUsage() {
        Result result = shell.run("promote-replica", "--replica");

        assertThat(result.err()).contains("HF-1001", "--replica");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void aWrongValueIsReportedBeforeARunIsRecorded() {
        Result result = shell.run("promote-replica", "--timeout", "soon");

        assertThat(result.err()).contains("HF-1302", "'soon' is not a duration");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(shell.run("run", "list").out()).contains("no run was recorded");
    }

    @Test
    void anOperationIsAlsoFoundByItsAreaAndVerb() {
        String byName = shell.run("promote-replica", "--help").out();
        String byArea = shell.run("database", "promote", "--help").out();

        assertThat(byArea).isEqualTo(byName.replace("holdfast promote-replica", "holdfast database promote"));
    }

    @Test
    void helpMayStandInFront() {
        assertThat(shell.run("help", "run", "show")).isEqualTo(shell.run("run", "show", "--help"));
    }

    @Test
    void aMissingTopologyIsAnErrorWithANextMove() {
        Result result = shell.run("verify-database-failure");

        assertThat(result.err()).contains("HF-1102 No topology was found", "next: name one with --topology");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void aTopologyThatWasNamedAndIsNotThereIsNotReplacedByAnother() throws IOException {
        shell.write("topology.yaml", Shell.topology());

        Result result = shell.run("--topology", "other.yaml", "verify-database-failure");

        assertThat(result.err()).contains("HF-1102", "other.yaml");
    }

    @Test
    void aLabThatIsDownIsNotMistakenForADisaster() throws IOException {
        shell.write("lab/topology.yaml", Shell.topology());

        Result result = shell.run("verify-database-failure");

        assertThat(result.err()).contains("HF-5001 The lab is not running", "next: start it with `holdfast lab up`");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void everyProblemOfATopologyIsListedAtOnce() throws IOException {
        shell.write(
                "topology.yaml",
                Shell.topology()
                        .replace("rto: 5m", "rto: soon")
                        .replace("priority: 50", "priority: high")
                        .replace("balancer: balancer, writer", "balancer: balancers, writer"));

        Result result = shell.run("topology", "check");

        assertThat(result.err()).contains("HF-1101", "soon", "balancers", "high");
        assertThat(result.err().lines().filter(line -> line.matches(".*topology.yaml:\\d+:\\d+: .*")))
                .hasSize(3);
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void aSoundTopologyIsSummedUp() throws IOException {
        shell.write("topology.yaml", Shell.topology());

        assertThat(shell.run("topology", "check").out()).contains("no problems", "database orders", "first, second");
        assertThat(shell.run("topology", "check", "-o", "json").out()).contains("\"databases\":[\"orders\"]");
    }

    @Test
    void anErrorIsJsonForPrograms() {
        Result result = shell.run("run", "show", "latest", "-o", "json");

        assertThat(result.err()).startsWith("{\"error\":{\"code\":\"HF-4001\",\"name\":\"RUN_UNKNOWN\"");
        assertThat(result.err()).contains("\"exit_code\":2");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void anUnknownRunbookIsAnError() {
        assertThat(shell.run("runbook", "start", "nonesuch").err()).contains("HF-1202");
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(CommandLineTest.class.getResourceAsStream("/dev/holdfast/app/" + name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
