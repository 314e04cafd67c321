package dev.holdfast.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.testkit.JournalSweep;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.runbook.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, killed with SIGKILL again and again amid its run, finishes it in the end; each effect is there once. */
final class SigkillTest {
    private static final int MOST_LIVES = 40;
    /** So that a life ends within the run, and yet gets something done. */
    private static final int MOST_EVENTS_OF_A_LIFE = 24;

    private static final int LONGEST_WAIT_NANOS = 2_000_000;

    @TempDir
    private Path directory;

    @Test
    void finishesARunThatIsKilledAgainAndAgain() throws IOException, InterruptedException {
        long seed = new Random().nextLong();
        System.out.println("SigkillTest: seed " + seed);
        Random random = new Random(seed);

        int killed = 0;
        while (!live(random)) {
            killed++;
            assertThat(killed).as("lives, seed %d".formatted(seed)).isLessThan(MOST_LIVES);
        }

        assertThat(killed).as("kills, seed %d".formatted(seed)).isPositive();
        assertThat(Files.readAllLines(KilledProcess.effects(directory)))
                .as("effects, seed %d".formatted(seed))
                .containsExactlyInAnyOrderElementsOf(
                        KilledProcess.RUNBOOK.steps().stream().map(Step::id).toList());
        try (SqliteJournal journal = SqliteJournal.open(directory.resolve("journal.db"))) {
            assertThat(journal.runs(2)).hasSize(1);
            JournalSweep.check(journal.read(journal.runs(1).getFirst()));
            assertThat(RunState.fold(journal.read(journal.runs(1).getFirst())).outcome())
                    .contains(RunOutcome.SUCCEEDED);
        }
    }

    /** Whether the run was finished; else the process was killed. */
    private boolean live(Random random) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command()).redirectErrorStream(true).start();
        List<String> output = new ArrayList<>();
        int linesToSee = 1 + random.nextInt(MOST_EVENTS_OF_A_LIFE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (output.size() == linesToSee) {
                    waitABit(random);
                    // Not through the process, which would close the stream that is being read.
                    process.toHandle().destroyForcibly();
                }
            }
        }
        int exitCode = process.waitFor();
        assertThat(exitCode).as("the process said %s".formatted(output)).isIn(0, 128 + 9);
        return exitCode == 0;
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                directory.toString());
    }

    /** Spreads the kill over what the process does between two lines. */
    private static void waitABit(Random random) {
        long until = System.nanoTime() + random.nextInt(LONGEST_WAIT_NANOS);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }
}
