package dev.holdfast.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.audit.AuditExport;
import dev.holdfast.engine.audit.AuditRecord;
import dev.holdfast.engine.audit.AuditReport;
import dev.holdfast.engine.audit.Breach;
import dev.holdfast.engine.audit.Checkpoint;
import dev.holdfast.engine.audit.ExportVerification;
import dev.holdfast.engine.spi.Records.Entry;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export is legible, proves itself without the journal, and tells nothing of what was not asked for. */
final class AuditExportTest {
    private static final int RECORDS = 12;

    @TempDir
    private Path directory;

    private AuditedState state = new AuditedState(Path.of(""), Path.of(""));

    /** Two streams in turns, with a checkpoint after every fourth record. */
    @BeforeEach
    void record() {
        state = AuditedState.in(directory);
        try (SqliteJournal journal = state.open()) {
            for (int i = 0; i < RECORDS; i++) {
                String body =
                        i == 2 ? "not JSON,\"body\":\n{}" : "{\"who\":\"ann\",\"body\":{\"number\":%d}}".formatted(i);
                journal.append(i % 2 == 0 ? "even" : "odd", i / 2, Instant.EPOCH, List.of(new Entry("note", body)));
                if (i % 4 == 3) {
                    journal.checkpoint();
                }
            }
        }
    }

    @Test
    void aWholeExportProvesItself() throws IOException {
        List<String> lines = export(_ -> true);

        assertThat(lines).anyMatch(line -> line.contains("\"body\":{\"who\":\"ann\",\"body\":{\"number\":5}}}"));
        AuditReport report = verify(lines);
        assertThat(report.breach()).isEmpty();
        assertThat(report.records()).isEqualTo(RECORDS);
        assertThat(report.checkpoints()).isEqualTo(3);
    }

    @Test
    void aPartProvesItselfAndTellsNothingOfTheRest() throws IOException {
        List<String> lines = export(record -> record.stream().equals("odd") && record.seq() > 4 && record.seq() < 9);

        assertThat(lines.stream().filter(line -> line.contains("\"body\""))).hasSize(2);
        assertThat(lines).noneMatch(line -> line.contains("even"));
        AuditReport report = verify(lines);
        assertThat(report.breach()).isEmpty();
        assertThat(report.records()).as("the 6th to the 8th").isEqualTo(3);
    }

    @Test
    void anExportOfNothingIsEmptyAndRight() throws IOException {
        assertThat(verify(export(_ -> false)).breach()).isEmpty();
    }

    @Test
    void everyLineThatIsGoneOrMovedOrChangedIsFound() throws IOException {
        List<String> lines = export(_ -> true);
        for (int i = 0; i < lines.size(); i++) {
            List<String> without = new ArrayList<>(lines);
            without.remove(i);
            assertFound(without);
            List<String> changed = new ArrayList<>(lines);
            changed.set(i, lines.get(i).replaceFirst("(\"seq\":|\"format\":\")", "$19"));
            assertFound(changed);
            if (i > 0
                    && !lines.get(i).contains("checkpoint")
                    && !lines.get(i - 1).contains("checkpoint")) {
                List<String> swapped = new ArrayList<>(lines);
                swapped.set(i, lines.get(i - 1));
                swapped.set(i - 1, lines.get(i));
                assertFound(swapped);
            }
        }
    }

    @Test
    void aChangedBodyNamesItsRecord() throws IOException {
        List<String> lines = new ArrayList<>(export(_ -> true));
        lines.replaceAll(line -> line.replace("\"number\":5", "\"number\":6"));

        assertThat(verify(lines).breach())
                .hasValueSatisfying(found -> assertThat(found)
                        .extracting(Breach::seq, Breach::stream, Breach::index)
                        .containsExactly(6L, "odd", 3L));
    }

    @Test
    void aCheckpointKeptElsewhereTellsWhoseKeyItIs() throws IOException {
        Checkpoint kept = state.checkpoints().read().getFirst();
        List<String> lines = export(_ -> true);

        assertThat(verify(lines).keyProven()).isFalse();
        assertThat(verify(lines, kept))
                .extracting(AuditReport::keyProven, AuditReport::breach)
                .containsExactly(true, Optional.empty());
        AuditedState stranger = AuditedState.in(directory.resolve("stranger"));
        Checkpoint strange = stranger.key().sign(1, 4, kept.hash(), Instant.EPOCH);
        assertThat(verify(lines, strange).breach()).isPresent();
    }

    private void assertFound(List<String> lines) throws IOException {
        Path file = Files.write(directory.resolve("touched.jsonl"), lines);
        try {
            assertThat(ExportVerification.of(file).verify(List.of()).breach())
                    .as("%s", lines)
                    .isPresent();
        } catch (HoldfastException found) {
            assertThatThrownBy(() -> ExportVerification.of(file).verify(List.of()))
                    .hasMessageContaining("verifying an export");
        }
    }

    private List<String> export(Predicate<AuditRecord> wanted) throws IOException {
        Path file = directory.resolve("export.jsonl");
        try (SqliteJournal journal = state.open();
                var snapshot = journal.auditTrail().snapshot();
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            new AuditExport(snapshot, state.key().publicKey()).write(wanted, out);
        }
        return Files.readAllLines(file);
    }

    private AuditReport verify(List<String> lines, Checkpoint... kept) throws IOException {
        Path file = Files.write(directory.resolve("verified.jsonl"), lines);
        return ExportVerification.of(file).verify(List.of(kept));
    }
}
