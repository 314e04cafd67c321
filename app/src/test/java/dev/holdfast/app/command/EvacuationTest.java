package dev.holdfast.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.command.Shell.Result;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.server.TopologyFile;
import dev.holdfast.operations.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The command that plans an evacuation")
class EvacuationTest {
    private Path directory = Path.of("");
    private Shell shell = new Shell(directory, new Catalogue(Operations.all()));

    @BeforeEach
    void openShell(@TempDir Path home) throws IOException {
        directory = home;
        shell = new Shell(home, new Catalogue(Operations.all()));
        shell.write("topology.yaml", topology());
    }

    private static String topology() {
        return TopologyFile.render(LabPlan.startingAt(95), new LabDirectory(Path.of("/nowhere")), "postgres", true);
    }

    @Test
    @DisplayName("tries the plan on a twin of which the region is lost, with the operations of a real run")
    void succeeds() {
        Result result = shell.run("evacuation", "--from", "us-east-1", "--assume-healthy", "-o", "json");

        assertThat(result.err()).isEmpty();
        JsonNode document = JsonMapper.shared().readTree(result.out());
        assertThat(document.get("outcome").asString()).isEqualTo("SUCCEEDED");
        assertThat(document.get("services").asInt()).isEqualTo(1);
        assertThat(document.get("along_critical_path").asDouble()).isPositive();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    @DisplayName("ends with 1 when the plan would fail")
    void fails() {
        Result result =
                shell.run("evacuation", "--from", "us-east-1", "--to", "us-east-1", "--assume-healthy", "-o", "json");

        assertThat(result.out()).contains("HF-").doesNotContain("SUCCEEDED");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    @DisplayName("saves a runbook that can be executed, and overwrites nobody's file")
    void save() throws IOException {
        String[] command = {"evacuation", "--from", "us-east-1", "--assume-healthy", "--save", "runbooks/leave.yaml"};
        Files.createDirectories(directory.resolve("runbooks"));

        assertThat(shell.run(command).exitCode()).isZero();
        assertThat(shell.run("runbook", "lint", "leave").exitCode()).isZero();
        Result again = shell.run(command);

        assertThat(again.err()).contains("HF-1302", "--save", "name a file that does not exist");
        assertThat(again.exitCode()).isEqualTo(2);
    }

    @Test
    @DisplayName("refuses a region that does not exist")
    void unknown() {
        Result result = shell.run("evacuation", "--from", "us-east-9", "--assume-healthy");

        assertThat(result.err()).contains("us-east-9", "us-east-1");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    @DisplayName("refuses a topology without clients, as nobody could see where they are led")
    void noClients() throws IOException {
        shell.write("topology.yaml", topology().replaceAll("\n    clients: .*", ""));

        Result result = shell.run("evacuation", "--from", "us-east-1", "--assume-healthy");

        assertThat(result.err()).contains("topology.yaml:", "clients is empty");
        assertThat(result.exitCode()).isEqualTo(2);
    }
}
