package dev.holdfast.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.command.Shell.Result;
import dev.holdfast.engine.operation.Catalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who did what, and the proof of it, on the command line. */
class AuditCommandsTest {
    private static final String DONE = "demolish-house";

    @TempDir
    private Path directory;

    private Shell shell = new Shell(Path.of(""), new Catalogue(List.of()));

    @BeforeEach
    void openShell() throws IOException {
        shell = new Shell(directory, new Catalogue(List.of(new Demolition())));
        shell.write("topology.yaml", Shell.topology());
    }

    @Test
    void whatOnlyReadsLeavesNothingBehindWhereNothingWasRecorded() {
        shell.run("run", "list");
        shell.run("runbook", "list");

        assertThat(state()).doesNotExist();
        Result verified = shell.run("audit", "verify");
        assertThat(verified.err()).contains("nothing was recorded");
        assertThat(state()).doesNotExist();
    }

    @Test
    void theBeginningOfACommandStandsBeforeWhatItDid() {
        shell.run(DONE, "--house", "shed", "--confirm");
        shell.run("run", "list");

        List<String> listed = shell.run("audit", "list").out().lines().toList();
        assertThat(listed.get(1)).contains("@", "command-started: holdfast demolish-house --house shed --confirm");
        assertThat(listed.get(2)).contains("run-started");
        assertThat(listed).anyMatch(line -> line.contains("command-ended") && line.contains("exit code 0"));
        assertThat(listed.getLast()).contains("command-ended: holdfast run list, exit code 0");
        assertThat(listed).noneMatch(line -> line.contains("command-started: holdfast run list"));
    }

    @Test
    void aCommandThatFailedIsRecordedWithItsExitCode() {
        shell.run(DONE, "--house", "castle", "--confirm");
        shell.run("run", "show", "nonesuch");

        assertThat(shell.run("audit", "list").out())
                .contains("demolish-house --house castle --confirm, exit code 3", "run show nonesuch, exit code 2");
    }

    @Test
    void secretsOnTheCommandLineAreNotKept() throws IOException {
        shell.run(DONE, "--house", "shed", "--confirm");
        shell.run("run", "show", "https://ann:hunter22@example.org/?token=t0k3nvalue");
        shell.run("run", "list", "--topology", "password=hunter22");

        try (Stream<Path> files = Files.walk(state())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(text).as("%s", file).doesNotContain("hunter22").doesNotContain("t0k3nvalue");
            }
        }
        assertThat(shell.run("audit", "list").out()).contains("token=***", "password=***");
    }

    @Test
    void aTrailThatNobodyTouchedIsWhole() {
        shell.run(DONE, "--house", "shed", "--confirm");

        Result verified = shell.run("audit", "verify");

        assertThat(verified.err()).isEmpty();
        assertThat(verified.out()).contains("none was changed", "1 checkpoints prove");
        assertThat(verified.exitCode()).isZero();
        assertThat(shell.run("audit", "verify", "-o", "json").out()).contains("\"whole\":true", "\"key_proven\":true");
    }

    @Test
    void aRecordThatWasChangedIsNamed() throws SQLException {
        shell.run(DONE, "--house", "shed", "--confirm");
        change("UPDATE event SET body = replace(body, 'shed', 'barn') WHERE id = 2");

        Result verified = shell.run("audit", "verify");

        assertThat(verified.err()).contains("HF-8001", "record 2 (");
        assertThat(verified.exitCode()).isEqualTo(1);
    }

    @Test
    void anExportIsVerifiedWithoutTheJournal() throws IOException {
        shell.run(DONE, "--house", "shed", "--confirm");
        assertThat(shell.run("audit", "export", "--file", "trail.jsonl").out()).contains("records in");
        Files.move(state(), directory.resolve("elsewhere"));

        assertThat(shell.run("audit", "verify", "--export", "trail.jsonl").exitCode())
                .isZero();
        Path file = directory.resolve("trail.jsonl");
        Files.writeString(file, Files.readString(file).replace("shed is down", "shed is here"));
        assertThat(shell.run("audit", "verify", "--export", "trail.jsonl").exitCode())
                .isEqualTo(1);
    }

    @Test
    void aCheckpointKeptElsewhereShowsThatTheEndIsGone() throws SQLException, IOException {
        shell.run(DONE, "--house", "shed", "--confirm");
        String kept = shell.run("audit", "checkpoint").out();
        shell.write("kept.jsonl", kept);
        assertThat(shell.run("audit", "verify", "--checkpoint", "kept.jsonl").exitCode())
                .isZero();
        change("DELETE FROM event WHERE id > 3");
        change("DELETE FROM audit WHERE seq > 3");
        change("DELETE FROM checkpoint");
        Files.delete(state().resolve("checkpoints.jsonl"));

        assertThat(shell.run("audit", "verify", "--checkpoint", "kept.jsonl").err())
                .contains("HF-8001");
    }

    @Test
    void aSecretInTheStateDirectoryProtectsNothing() {
        shell = shell.with("HOLDFAST_AUDIT_SECRET", state().resolve("secret").toString());
        shell.run(DONE, "--house", "shed", "--confirm");

        Result signed = shell.run("audit", "checkpoint");

        assertThat(signed.err()).contains("HF-8002", "lies in the state directory");
        assertThat(signed.exitCode()).isEqualTo(3);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state().resolve("journal.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private Path state() {
        return directory.resolve(".local/state/holdfast");
    }
}
