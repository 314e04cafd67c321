package dev.holdfast.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.command.Shell.Result;
import dev.holdfast.engine.operation.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations and runbooks that are really run, with their run in a real journal. */
class RunningTest {
    private final Demolition demolition = new Demolition();
    private Shell shell = new Shell(Path.of(""), new Catalogue(List.of(demolition)));

    @BeforeEach
    void openShell(@TempDir Path directory) throws IOException {
        shell = new Shell(directory, new Catalogue(List.of(demolition)));
        shell.write("topology.yaml", Shell.topology());
    }

    @Test
    void whatIsNotConfirmedIsRefusedWithTheLineToType() {
        Result result = shell.run("demolish-house", "--house", "my house");

        assertThat(result.out()).contains("Pulls my house down", "- blow up my house", "my house is gone for good");
        assertThat(result.err()).contains("HF-1303", "next: `holdfast demolish-house --house 'my house' --confirm`");
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(demolition.demolished).isEmpty();
    }

    @Test
    void whatIsConfirmedIsDoneAndProved() {
        Result result = shell.run("demolish-house", "--house", "shed", "--confirm");

        assertThat(result.out()).contains("stand back", "shed is down", "succeeded");
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(demolition.demolished).containsExactly("shed");
    }

    @Test
    void somebodyAtATerminalIsAsked() {
        Result result = shell.runAnswering("y\n", "demolish-house", "--house", "shed");

        assertThat(result.out()).contains("Do this? [y/N]", "succeeded");
        assertThat(result.exitCode()).isZero();
        assertThat(demolition.demolished).containsExactly("shed");
    }

    @Test
    void onlyAClearYesCounts() {
        Result result = shell.runAnswering("\n", "demolish-house", "--house", "shed");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(demolition.demolished).isEmpty();
    }

    @Test
    void aGuardThatRefusesIsShownWithItsNextMove() {
        Result result = shell.run("demolish-house", "--house", "castle", "--confirm");

        assertThat(result.err()).contains("HF-2105", "the castle is protected", "next: check the name of the target");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void aFailureHasTheExitCodeOfItsClass() {
        Result result = shell.run("demolish-house", "--house", "shed", "--clumsily", "--confirm");

        assertThat(result.err()).contains("HF-3102", "the charge did not go off");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void programsGetOneJsonObject() {
        Result done = shell.run("demolish-house", "--house", "shed", "--confirm", "-o", "json");
        Result refused = shell.run("demolish-house", "--house", "castle", "-o", "json");

        assertThat(done.out().lines()).hasSize(1);
        assertThat(done.out())
                .contains(
                        "\"outcome\":\"SUCCEEDED\"",
                        "\"evidence\":\"shed is down\"",
                        "\"outputs\":{\"house\":\"shed\"}");
        assertThat(refused.out().lines()).hasSize(1);
        assertThat(refused.out()).contains("\"outcome\":\"REFUSED\"", "\"error\":{\"code\":\"HF-2105\"");
    }

    @Test
    void runsAreListedAndShown() {
        shell.run("demolish-house", "--house", "shed", "--confirm");

        assertThat(shell.run("run", "list").out()).contains("demolish-house", "succeeded");
        assertThat(shell.run("run", "show", "latest").out()).contains("demolish-house", "proved", "shed is down");
        assertThat(shell.run("run", "show", "latest", "--events").out())
                .contains("RunStarted", "StepStarted", "StepProved", "RunFinished");
    }

    @Test
    void aRunThatIsOverIsNotResumed() {
        shell.run("demolish-house", "--house", "shed", "--confirm");

        Result result = shell.run("run", "resume", "latest");

        assertThat(result.err()).contains("HF-4003");
        assertThat(result.exitCode()).isEqualTo(2);
    }

    @Test
    void aRunbookIsShownAndStarted() throws IOException {
        shell.write("runbooks/clear-site.yaml", """
                name: Clear the site
                parameters: [house]
                steps:
                  - first: { operation: demolish-house }
                  - second: { operation: demolish-house, with: { house: barn } }
                """);

        assertThat(shell.run("runbook", "list").out()).contains("clear-site", "Clear the site");
        assertThat(shell.run("runbook", "show", "clear-site").out()).contains("first", "second", "parameters: house");
        Result result = shell.run("runbook", "start", "clear-site", "--param", "house=shed", "--confirm");
        assertThat(result.exitCode()).isZero();
        assertThat(demolition.demolished).containsExactly("shed", "barn");
    }

    @Test
    void aRunbookParameterThatIsUnknownIsRefused() throws IOException {
        shell.write("runbooks/clear-site.yaml", """
                name: Clear the site
                steps:
                  - first: { operation: demolish-house, with: { house: barn } }
                """);

        Result result = shell.run("runbook", "start", "clear-site", "--param", "hose=shed");

        assertThat(result.err()).contains("HF-1302", "hose");
        assertThat(result.exitCode()).isEqualTo(2);
    }
}
