package dev.holdfast.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.engine.recovery.WatchRegister.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchRegisterTest {
    private static final Instant SINCE = Instant.parse("2026-11-23T03:00:00Z");

    @TempDir
    private Path directory;

    private WatchRegister register;

    @BeforeEach
    void start() {
        register = new WatchRegister(directory.resolve("watches"));
    }

    @Test
    void nobodyStandsWatchBeforeAnybodyEntered() {
        assertThat(register.standing("orders")).isEmpty();
    }

    @Test
    void whoEnteredStandsWatchUntilItLeaves() {
        try (WatchRegister.Entry _ = register.enter("orders", "database-failure", SINCE)) {
            assertThat(register.standing("orders"))
                    .extracting(Standing::pid, Standing::runbook, Standing::since)
                    .containsExactly(tuple(ProcessHandle.current().pid(), "database-failure", SINCE));
            assertThat(register.standing("users")).isEmpty();
        }
        assertThat(register.standing("orders")).isEmpty();
    }

    @Test
    void aFileThatAKilledWatchLeftBehindMeansNothing() throws IOException {
        Path file = Files.createDirectories(directory.resolve("watches")).resolve("orders.4711.watch");
        Files.writeString(file, "orders\n4711\ndatabase-failure\n" + SINCE);

        assertThat(register.standing("orders")).isEmpty();
    }

    @Test
    void oneWhoseFileIsNotWrittenAnyMoreHangs() {
        Standing standing = new Standing("orders", 4711, "database-failure", SINCE, SINCE);

        assertThat(standing.hangs(SINCE.plusSeconds(9))).isFalse();
        assertThat(standing.hangs(SINCE.plusSeconds(11))).isTrue();
    }
}
