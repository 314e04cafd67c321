package dev.holdfast.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.command.Shell.Result;
import dev.holdfast.app.wiring.OwnCommand;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.operations.Operations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets that a real process is given in every way there is stay where they were planted.
 *
 * <p>A word that is no secret is planted in the same places and has to be found: the search would find a secret, too.
 */
class PlantedSecretsTest {
    /** Every secret begins with it. */
    private static final String PLANTED = "pl4nted";

    private static final String HARMLESS = "everybody-may-read-this";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> VARIABLES = Map.of(
            "VAULT_TOKEN",
            PLANTED + "-variable",
            "BILLING_URL",
            "postgresql://app:%s-variable-of-url@db/billing".formatted(PLANTED),
            "SLACK_TOKEN",
            PLANTED + "-slack",
            "HOLDFAST_LOG",
            "ALL");
    private static final String PROGRAM = """
            #!/bin/sh
            echo "$VAULT_TOKEN was printed"
            cat printed.txt
            echo "at last password=$VAULT_TOKEN"
            : > started
            until [ -e enough ]; do sleep 0.05; done
            exit 3
            """;
    private static final String PRINTED = """
            %1$s
            password=%2$s-password
            {"api_key": "%2$s-json"}
            fetched https://ann:%2$s-user@example.org/x
            connected with %2$s-variable-of-url
            Authorization: Bearer %2$s-bearer-0123456789
            """.formatted(HARMLESS, PLANTED);
    private static final String RUNBOOK = """
            name: Leak
            parameters: [message]
            steps:
              - tell: { operation: notify, with: { channels: "pagerduty,slack" }, timeout: 4s }
              - print: { run: [./print.sh, %s], timeout: 60s }
            """.formatted(HARMLESS);
    private static final String MESSAGE = "message=%s, see https://ops:%s-typed@status.example/?token=%s-parameter"
            .formatted(HARMLESS, PLANTED, PLANTED);

    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""), new Catalogue(List.of()));

    @BeforeEach
    void plant() throws IOException {
        shell = new Shell(directory, new Catalogue(Operations.all()));
        Path key = shell.write("pagerduty.key", PLANTED + "-routing-key\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path program = shell.write("print.sh", PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        shell.write("printed.txt", PRINTED);
        shell.write("topology.yaml", Shell.topology() + """
            notifications:
              pagerduty: { driver: pagerduty, settings: { url: "http://127.0.0.1:9" }, secret: "file:%s" }
              slack: { driver: slack, settings: { url: "http://127.0.0.1:9", channel: C1 }, secret: "env:SLACK_TOKEN" }
            """.formatted(key));
        shell.write("runbooks/leak.yaml", RUNBOOK);
    }

    @Test
    void theyAreFoundNowhereElse() throws IOException, InterruptedException {
        Process holdfast = startRunbook();
        try {
            boolean started = Poll.until(PATIENCE, () -> Files.exists(directory.resolve("started")));
            assertThat(started).as("the program prints:%n%s", printed()).isTrue();

            assertThat(commandLinesThatSay(HARMLESS, holdfast)).isNotEmpty();
            assertThat(commandLinesThatSay(PLANTED, holdfast)).isEmpty();
            // The journal is open: its log is among the files.
            assertThat(directory.resolve("state/journal.db-wal")).isNotEmptyFile();
            assertOnlyWherePlanted();

            shell.write("enough", "");
            assertThat(holdfast.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            List<ProcessHandle> children = holdfast.descendants().toList();
            holdfast.destroyForcibly().waitFor();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        assertThat(printed()).contains("HF-4105", "at last password=***");

        Stream.of(
                        run("audit", "export", "--file", "state/export.jsonl"),
                        run("audit", "list"),
                        run("notify", "list"),
                        run("run", "show", "latest", "--events"),
                        run("run", "show", "latest", "-o", "json"))
                .forEach(result -> {
                    assertThat(result.exitCode()).as(result.err()).isZero();
                    assertThat(result.out() + result.err()).doesNotContain(PLANTED);
                });
        assertThat(run("notify", "list").out()).contains("pagerduty", "slack", HARMLESS);
        assertOnlyWherePlanted();
        assertThat(filesThatSay(HARMLESS)).contains("state/journal.db", "state/export.jsonl", "out", "err");
    }

    private Process startRunbook() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        OwnCommand.of("runbook", "start", "leak", "--param", MESSAGE, "--confirm"))
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().putAll(VARIABLES);
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("HOLDFAST_STATE", directory.resolve("state").toString());
        builder.environment().put("HOLDFAST_LAB", directory.resolve("lab").toString());
        return builder.start();
    }

    private Result run(String... words) {
        return shell.with("HOLDFAST_STATE", directory.resolve("state").toString())
                .run(words);
    }

    private String printed() {
        return text(directory.resolve("out")) + text(directory.resolve("err"));
    }

    private void assertOnlyWherePlanted() throws IOException {
        assertThat(filesThatSay(PLANTED)).containsExactlyInAnyOrder("pagerduty.key", "printed.txt");
    }

    private List<String> filesThatSay(String word) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> text(file).contains(word))
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        }
    }

    /** Of every process of the machine but Holdfast itself: what somebody types to it is in the list of processes before it can act. */
    private static List<String> commandLinesThatSay(String word, Process holdfast) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != holdfast.pid())
                .map(process -> text(Path.of("/proc", Long.toString(process.pid()), "cmdline")))
                .filter(line -> line.contains(word))
                .toList();
    }

    /** Byte by byte; nothing, when it is gone by now. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
