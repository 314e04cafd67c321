package dev.holdfast.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.command.Shell.Result;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.operations.program.RunProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The commands about runbooks")
class RunbookCommandsTest {
    private static final String SOUND = """
            name: Clear the site
            steps:
              - first: { operation: demolish-house, with: { house: shed } }
              - second: { operation: demolish-house, with: { house: "the \\"barn\\"" }, requires_approval: { people: 2 } }
            """;

    private Path directory = Path.of("");
    private Shell shell = new Shell(directory, new Catalogue(List.of()));

    @BeforeEach
    void openShell(@TempDir Path home) throws IOException {
        directory = home;
        shell = new Shell(home, new Catalogue(List.of(new Demolition(), new RunProgram())));
        shell.write("topology.yaml", Shell.topology());
        shell.write("runbooks/clear-site.yaml", SOUND);
    }

    @Test
    @DisplayName("find the procedures' workflows as well, and a runbook before a workflow of the same name")
    void shelf() throws IOException {
        shell.write("scripts/dr/workflows/rebuild.yaml", SOUND.replace("Clear the site", "Build anew"));
        shell.write("scripts/dr/workflows/clear-site.yaml", SOUND.replace("Clear the site", "Hidden"));

        assertThat(shell.run("runbook", "list").out())
                .contains("clear-site", "Clear the site", "rebuild", "Build anew")
                .doesNotContain("Hidden");
        assertThat(shell.run("runbook", "show", "rebuild").out()).contains("Build anew", "2 approver");
    }

    @Test
    @DisplayName("list the others when one has problems")
    void broken() throws IOException {
        shell.write("runbooks/broken.yaml", "name: Broken\n");

        Result result = shell.run("runbook", "list");

        assertThat(result.out()).contains("broken", "(has problems: see `holdfast runbook lint`)", "Clear the site");
        assertThat(shell.run("runbook", "list", "-o", "json").out()).contains("\"problem\":\"broken.yaml:1:1: ");
    }

    @Test
    @DisplayName("end with 0 when nothing but a note was found")
    void sound() {
        Result result = shell.run("runbook", "lint", "clear-site");

        assertThat(result.out()).contains("clear-site.yaml:1:1: note: no objective", "1 runbook: 0 errors, 0 warnings");
        assertThat(result.exitCode()).isZero();
        assertThat(shell.run("runbook", "lint", "--strict").exitCode()).isZero();
    }

    @Test
    @DisplayName("end with 1 for a warning only when they are to be strict")
    void warning() throws IOException {
        Path file = shell.write(
                "elsewhere/one.yaml", "name: One\nsteps:\n  - a: { run: \"true\", undo: demolish-house }\n");

        Result result = shell.run("runbook", "lint", file.toString());

        assertThat(result.out())
                .contains(file + ":3:10: warning: nothing shows that the program of step 'a'", "1 warning");
        assertThat(result.exitCode()).isZero();
        assertThat(shell.run("runbook", "lint", file.toString(), "--strict").exitCode())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("end with 2 for an error, after everything in every file was reported")
    void error() throws IOException {
        shell.write(
                "runbooks/other.yaml", "name: Other\nsteps:\n  - a: { operation: demolish-hous }\n  - b: { run: x }\n");

        Result text = shell.run("runbook", "lint");
        Result json = shell.run("runbook", "lint", "other", "-o", "json");

        assertThat(text.out())
                .contains(
                        "other.yaml:3:21: error: operation: there is no operation 'demolish-hous'",
                        "2 runbooks: 1 error");
        assertThat(text.exitCode()).isEqualTo(2);
        assertThat(json.out())
                .contains(
                        "\"errors\":1",
                        "\"severity\":\"error\",\"rule\":\"invalid\",\"line\":3,\"column\":21,\"text\":\"operation: there is no");
        assertThat(json.exitCode()).isEqualTo(2);
    }

    @Test
    @DisplayName("lint without a topology, unless one was named that is not there")
    void topology() throws IOException {
        Files.delete(directory.resolve("topology.yaml"));

        assertThat(shell.run("runbook", "lint", "clear-site").exitCode()).isZero();
        assertThat(shell.run("--topology", "nonesuch.yaml", "runbook", "lint").err())
                .contains("HF-1102");
        assertThat(shell.run("runbook", "lint", "nonesuch").err()).contains("HF-1202");
    }

    @Test
    @DisplayName("draw the steps for Mermaid and for Graphviz")
    void graph() {
        assertThat(shell.run("runbook", "graph", "clear-site").out()).isEqualTo("""
                flowchart TD
                  s1["first<br/>demolish-house"]
                  s2["second<br/>demolish-house<br/>approval: 2 approver"]
                  s1 --> s2
                  classDef destructive stroke:#c00,stroke-width:3px
                """);
        assertThat(shell.run("runbook", "graph", "clear-site", "--format", "dot")
                        .out())
                .isEqualTo("""
                digraph "clear-site" {
                  node [shape=box, style=rounded]
                  s1 [label="first\\ndemolish-house"]
                  s2 [label="second\\ndemolish-house\\napproval: 2 approver"]
                  s1 -> s2
                }
                """);
        assertThat(shell.run("runbook", "graph", "clear-site", "--format", "png")
                        .err())
                .contains("HF-1001", "--format is mermaid or dot, not 'png'");
    }

    @Test
    @DisplayName("run a program that lies beside Holdfast, wherever they are called from, and keep what it prints")
    void program() throws IOException {
        Path script = shell.write("mine/warm.sh", "#!/bin/sh\necho \"warming $1 with token=$KEY\"\nexit 3\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        shell.write("runbooks/warm.yaml", """
                name: Warm
                steps:
                  - warm: { run: [mine/warm.sh, all], environment: { KEY: s3cr3t } }
                """);

        Result result = shell.run("runbook", "start", "warm");

        assertThat(result.err()).contains("HF-4105", "mine/warm.sh ended with exit code 3: warming all with token=***");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(shell.run("run", "show", "latest", "--events").out())
                .contains("warming all with token=***", "SHA-256")
                .doesNotContain("token=s3cr3t");
    }
}
