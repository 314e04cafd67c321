package dev.holdfast.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.audit.AuditKey;
import dev.holdfast.engine.audit.AuditReport;
import dev.holdfast.engine.audit.AuditSecret;
import dev.holdfast.engine.audit.Breach.Kind;
import dev.holdfast.engine.audit.Checkpoint;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Records.Entry;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the audit trail is signed, by whom, and that signing stands in nobody's way. */
final class AuditSealTest {
    private static final RunId RUN = new RunId("20261123-101500-0001");
    private static final Event END = new Event.RunFinished(RunOutcome.SUCCEEDED, "done");
    private static final Event NOTE = new Event.StepNoted("a", "x");

    @TempDir
    private Path directory;

    private AuditedState state = new AuditedState(Path.of(""), Path.of(""));

    @BeforeEach
    void begin() {
        state = AuditedState.in(directory);
    }

    @Test
    void theEndOfARunIsSigned() {
        try (SqliteJournal journal = state.open()) {
            journal.append(RUN, 0, Instant.EPOCH, List.of(NOTE, END));
        }

        assertThat(state.checkpoints().read()).extracting(Checkpoint::seq).containsExactly(2L);
        assertThat(state.verify()).extracting(AuditReport::covered).isEqualTo(2L);
    }

    @Test
    void whatEndsNothingMakesNoKey() {
        try (SqliteJournal journal = state.open()) {
            journal.append(RUN, 0, Instant.EPOCH, List.of(NOTE));
        }

        assertThat(state.checkpoints().path()).doesNotExist();
        assertThat(state.secret()).doesNotExist();
        assertThat(state.verify().breach()).isEmpty();
    }

    @Test
    void signingTwiceMakesOneCheckpoint() {
        try (SqliteJournal journal = state.open()) {
            assertThat(journal.checkpoint()).isEmpty();
            journal.append(RUN, 0, Instant.EPOCH, List.of(NOTE));
            assertThat(journal.checkpoint()).isPresent().isEqualTo(journal.checkpoint());
        }

        assertThat(state.checkpoints().read()).hasSize(1);
    }

    @Test
    void severalProcessesWriteOneChain() throws InterruptedException {
        try (SqliteJournal one = state.open();
                SqliteJournal other = state.open()) {
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(number -> Thread.ofVirtual().start(() -> {
                        SqliteJournal mine = number % 2 == 0 ? one : other;
                        for (int i = 0; i < 50; i++) {
                            assertThat(mine.append(
                                            "stream:" + number, i, Instant.EPOCH, List.of(new Entry("note", "{}"))))
                                    .isInstanceOf(AppendResult.Appended.class);
                        }
                        mine.checkpoint();
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }

        AuditReport report = state.verify();
        assertThat(report.breach()).isEmpty();
        assertThat(report.records()).isEqualTo(400);
        assertThat(report.covered()).isEqualTo(400);
    }

    @Test
    void aProcessThatDiesWhileItSignsLeavesNothingThatCannotBeMended() {
        try (SqliteJournal journal = state.open()) {
            journal.append(RUN, 0, Instant.EPOCH, List.of(NOTE));
            journal.checkpoint();
            journal.append(RUN, 1, Instant.EPOCH, List.of(NOTE));
            journal.checkpoint();
        }
        state.change("DELETE FROM checkpoint WHERE number = 2");
        assertThat(state.verify().breach()).hasValueSatisfying(found -> {
            assertThat(found.kind()).isEqualTo(Kind.CHECKPOINT);
            assertThat(found.detail()).contains("brings it back");
        });

        try (SqliteJournal journal = state.open()) {
            journal.append(RUN, 2, Instant.EPOCH, List.of(NOTE));
            assertThat(journal.checkpoint()).map(Checkpoint::number).contains(3L);
        }

        assertThat(state.verify().breach()).isEmpty();
    }

    @Test
    void aLineThatWasNeverFinishedIsWrittenAnew() throws IOException {
        try (SqliteJournal journal = state.open()) {
            journal.append(RUN, 0, Instant.EPOCH, List.of(NOTE));
            Files.writeString(state.checkpoints().path(), "{\"number\":1,\"seq\"");
            journal.checkpoint();
        }

        assertThat(state.checkpoints().read()).hasSize(1);
        assertThat(state.verify().breach()).isEmpty();
    }

    @Test
    void aKeyThatCannotBeUsedDoesNotKeepARunFromBeingRecorded() throws IOException {
        makeReadableByOthers();

        try (SqliteJournal journal = state.open()) {
            assertThat(journal.append(RUN, 0, Instant.EPOCH, List.of(NOTE, END)))
                    .isInstanceOf(AppendResult.Appended.class);
        }

        try (SqliteJournal journal = state.open()) {
            assertThat(journal.read(RUN)).hasSize(2);
            assertThatThrownBy(journal::checkpoint)
                    .satisfies(AuditSealTest::keyMissing)
                    .hasMessageContaining("can be used by others");
        }
    }

    private void makeReadableByOthers() throws IOException {
        AuditSecret.readOrMake(state.secret());
        Files.setPosixFilePermissions(state.secret(), PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void theSecretIsForNobodyElseAndTheKeyIsNotInTheClear() throws IOException {
        String publicKey = state.key().publicKey();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.secret())))
                .isEqualTo("rw-------");
        assertThat(AuditKey.publicKeyIn(state.directory().resolve("audit-key.json")))
                .contains(publicKey);
        assertThat(state.key().publicKey()).isEqualTo(publicKey);
    }

    @Test
    void anotherSecretDoesNotOpenTheKey() {
        state.key();

        AuditedState stranger = new AuditedState(state.directory(), directory.resolve("other.secret"));

        assertThatThrownBy(stranger::key).satisfies(AuditSealTest::keyMissing);
    }

    @Test
    void aPublicKeyThatWasPutInItsPlaceIsNotTaken() throws IOException {
        String own = state.key().publicKey();
        AuditedState stranger = AuditedState.in(directory.resolve("stranger"));
        Path file = state.directory().resolve("audit-key.json");
        Files.writeString(
                file, Files.readString(file).replace(own, stranger.key().publicKey()));

        assertThatThrownBy(state::key).satisfies(AuditSealTest::keyMissing);
    }

    private static void keyMissing(Throwable thrown) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        coded -> assertThat(coded.code()).isEqualTo(ErrorCode.AUDIT_KEY_MISSING));
    }
}
