package dev.holdfast.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.audit.AuditRecord;
import dev.holdfast.engine.audit.AuditReport;
import dev.holdfast.engine.audit.Breach;
import dev.holdfast.engine.audit.Breach.Kind;
import dev.holdfast.engine.audit.ChainHash;
import dev.holdfast.engine.audit.Checkpoint;
import dev.holdfast.engine.spi.Records.Entry;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to the file of a journal with a signed audit trail is found, and the first bad record is named. */
final class AuditTamperingTest {
    private static final Instant AT = Instant.parse("2026-11-23T10:15:00Z");
    private static final RunId FIRST = new RunId("20261123-101500-0001");
    private static final RunId SECOND = new RunId("20261123-101500-0002");
    private static final int RECORDS = 14;
    private static final int FIRST_CHECKPOINT = 6;

    @TempDir
    private static Path common;

    @TempDir
    private Path directory;

    private int copies;

    private static AuditedState original = new AuditedState(Path.of(""), Path.of(""));
    private static List<AuditRecord> records = List.of();

    /** Records of two runs, of orders and of commands in turns; checkpoints after the 6th and the last. */
    @BeforeAll
    static void record() {
        original = AuditedState.in(common);
        Event begin = new Event.RunStarted("r", "text", "hash", Mode.AUTO, "test", Map.of(), Actor.UNKNOWN);
        try (SqliteJournal journal = original.open()) {
            journal.append(FIRST, 0, AT, List.of(begin, new Event.StepStarted("a", 1, "switch-on")));
            journal.append("commands", 0, AT, List.of(new Entry("command-started", "{\"n\":1}")));
            journal.append(FIRST, 2, AT, List.of(new Event.StepProved("a", true, "on", Map.of())));
            journal.append("orders:" + SECOND, 0, AT, List.of(new Entry("order-placed", "{\"n\":1}")));
            journal.append(SECOND, 0, AT, List.of(begin));
            assertThat(journal.checkpoint()).map(Checkpoint::seq).contains((long) FIRST_CHECKPOINT);
            journal.append(FIRST, 3, AT, List.of(new Event.RunFinished(RunOutcome.SUCCEEDED, "done")));
            journal.append(SECOND, 1, AT, List.of(new Event.StepNoted("a", "x"), new Event.StepNoted("a", "y")));
            journal.append("orders:" + SECOND, 1, AT, List.of(new Entry("order-placed", "{\"n\":2}")));
            journal.append("commands", 1, AT, List.of(new Entry("command-ended", "{\"n\":2}")));
            journal.append(SECOND, 3, AT, List.of(new Event.StepNoted("a", "z"), new Event.StepNoted("b", "z")));
            journal.append(SECOND, 5, AT, List.of(new Event.RunFinished(RunOutcome.SUCCEEDED, "done")));
        }
        records = read(original);
    }

    private static List<AuditRecord> read(AuditedState state) {
        List<AuditRecord> found = new ArrayList<>();
        try (SqliteJournal journal = state.open();
                var snapshot = journal.auditTrail().snapshot()) {
            snapshot.links(0, link -> found.add(link.record().orElseThrow()));
        }
        return found;
    }

    static LongStream numbers() {
        return LongStream.rangeClosed(1, RECORDS);
    }

    @Test
    void whatNobodyTouchedIsWhole() {
        AuditReport report = original.verify();

        assertThat(report.breach()).isEmpty();
        assertThat(report)
                .extracting(AuditReport::records, AuditReport::checkpoints, AuditReport::covered)
                .containsExactly((long) RECORDS, 2L, (long) RECORDS);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void everyChangedColumnOfEveryRecordIsFound(long seq) {
        for (String column : List.of("run", "at", "type", "body")) {
            assertNamed(
                    seq, Kind.CHANGED, "UPDATE event SET %s = %s || ' ' WHERE id = %d".formatted(column, column, seq));
        }
        assertNamed(seq, Kind.CHANGED, "UPDATE event SET idx = idx + 100 WHERE id = " + seq);
        assertNamed(seq, Kind.CHANGED, "UPDATE audit SET stream = 'x' WHERE seq = " + seq);
        assertNamed(seq, Kind.CHANGED, "UPDATE audit SET idx = idx + 1 WHERE seq = " + seq);
        assertNamed(seq, Kind.CHANGED, "UPDATE audit SET hash = zeroblob(32) WHERE seq = " + seq);
        assertNamed(seq, Kind.CHANGED, "UPDATE audit SET hash = zeroblob(0) WHERE seq = " + seq);
        assertNamed(seq, Kind.REMOVED, "UPDATE event SET id = id + 100 WHERE id = " + seq);
        assertNamed(seq, Kind.INSERTED, "UPDATE audit SET seq = seq + 100 WHERE seq = " + seq);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void everyRecordThatIsGoneIsFound(long seq) {
        assertNamed(seq, Kind.REMOVED, "DELETE FROM event WHERE id = " + seq);
        assertNamed(seq, Kind.INSERTED, "DELETE FROM audit WHERE seq = " + seq);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aRecordThatIsGoneWithItsEntryIsFound(long seq) {
        Breach found = breach("DELETE FROM event WHERE id = " + seq, "DELETE FROM audit WHERE seq = " + seq);

        AuditRecord gone = records.get((int) seq - 1);
        boolean laterOnesTell =
                records.stream().skip(seq).anyMatch(later -> later.stream().equals(gone.stream()));
        assertThat(found.kind()).isEqualTo(seq == RECORDS ? Kind.TRUNCATED : Kind.REMOVED);
        assertThat(found)
                .extracting(Breach::seq, Breach::stream, Breach::index)
                .containsExactly(seq, laterOnesTell ? gone.stream() : "", laterOnesTell ? gone.index() : 0L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 6, 9, 13})
    void twoThatWereSwappedAreFound(long seq) {
        String ids = "UPDATE event SET id = %d WHERE id = %d";
        assertNamed(
                seq, Kind.REORDERED, ids.formatted(99, seq), ids.formatted(seq, seq + 1), ids.formatted(seq + 1, 99));
        assertNamed(
                seq,
                Kind.CHANGED,
                "UPDATE event SET body = (SELECT body FROM event WHERE id = %d) WHERE id = %d".formatted(seq + 1, seq));
    }

    @Test
    void whatSomebodyPutInIsFound() {
        Breach found = breach("""
                INSERT INTO event (run, idx, at, type, body)
                VALUES ('%s', 8, '2026-11-23T10:15:00.000000000Z', 'step-noted', '{"step":"a","text":"no"}')
                """.formatted(SECOND));

        assertThat(found)
                .extracting(Breach::kind, Breach::seq, Breach::stream, Breach::index)
                .containsExactly(Kind.INSERTED, RECORDS + 1L, SECOND.value(), 8L);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aTailThatWasCutOffIsFound(long seq) {
        String[] cut = {"DELETE FROM event WHERE id >= " + seq, "DELETE FROM audit WHERE seq >= " + seq};
        String[] withCheckpoints = {cut[0], cut[1], "DELETE FROM checkpoint WHERE seq >= " + seq};

        assertThat(breach(cut)).extracting(Breach::kind, Breach::seq).containsExactly(Kind.TRUNCATED, seq);
        assertThat(breach(withCheckpoints))
                .extracting(Breach::kind, Breach::seq)
                .containsExactly(Kind.TRUNCATED, seq);
    }

    @Test
    void aTailThatWasCutOffEverywhereIsFoundWithACheckpointKeptElsewhere() throws IOException {
        Checkpoint kept = original.checkpoints().read().getLast();
        AuditedState state = copy();
        state.change(
                "DELETE FROM event WHERE id > 6",
                "DELETE FROM audit WHERE seq > 6",
                "DELETE FROM checkpoint WHERE seq > 6");
        Path file = state.checkpoints().path();
        Files.writeString(file, Files.readAllLines(file).getFirst() + "\n");

        assertThat(state.verify().breach()).as("nothing on this machine tells").isEmpty();
        assertThat(state.verify(kept).breach()).map(Breach::kind).contains(Kind.TRUNCATED);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aChainThatWasComputedAnewIsFoundAtTheNextCheckpoint(long seq) {
        AuditedState state = copy();
        state.change("UPDATE event SET body = '{\"forged\":true}' WHERE id = " + seq);
        forgeChain(state);

        Breach found = state.verify().breach().orElseThrow();

        assertThat(found.kind()).isEqualTo(Kind.REWRITTEN);
        assertThat(found.seq()).isEqualTo(seq <= FIRST_CHECKPOINT ? 1 : FIRST_CHECKPOINT + 1L);
    }

    /** What somebody does who knows how the chain is computed. */
    private static void forgeChain(AuditedState state) {
        List<String> updates = new ArrayList<>();
        ChainHash hash = ChainHash.BEGINNING;
        for (AuditRecord record : read(state)) {
            hash = hash.then(record);
            updates.add("UPDATE audit SET hash = x'%s' WHERE seq = %d".formatted(hash, record.seq()));
        }
        state.change(updates.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE checkpoint SET number = 7 WHERE number = 1",
                "UPDATE checkpoint SET seq = 5 WHERE number = 1",
                "UPDATE checkpoint SET hash = zeroblob(32) WHERE number = 1",
                "UPDATE checkpoint SET at = '2026-01-01T00:00:00Z' WHERE number = 1",
                "UPDATE checkpoint SET key = 'a2V5' WHERE number = 1",
                "UPDATE checkpoint SET signature = 'c2ln' WHERE number = 1",
                "DELETE FROM checkpoint WHERE number = 1",
                "DELETE FROM checkpoint WHERE number = 2",
                "DELETE FROM checkpoint"
            })
    void aCheckpointThatWasTouchedIsFound(String sql) {
        Breach found = breach(sql);

        assertThat(found.kind()).isEqualTo(Kind.CHECKPOINT);
        assertThat(found.stream()).isEqualTo("checkpoint");
    }

    @Test
    void aLineOfTheFileThatWasTouchedIsFound() throws IOException {
        List<String> lines = Files.readAllLines(original.checkpoints().path());
        List<List<String>> touched = List.of(
                List.of(),
                lines.subList(0, 1),
                lines.subList(1, 2),
                List.of(lines.getFirst(), lines.getLast().replace("\"seq\":14", "\"seq\":13")));
        for (List<String> left : touched) {
            AuditedState state = copy();
            Files.write(state.checkpoints().path(), left);

            assertThat(state.verify().breach()).as("%s", left).map(Breach::kind).contains(Kind.CHECKPOINT);
        }
    }

    @Test
    void aTrailThatWasSignedAnewWithAnotherKeyIsFound() throws IOException {
        Checkpoint kept = original.checkpoints().read().getFirst();
        AuditedState forged = new AuditedState(copy().directory(), directory.resolve("other.secret"));
        forged.change("UPDATE event SET body = '{\"forged\":true}' WHERE id = 2", "DELETE FROM checkpoint");
        forgeChain(forged);
        Files.delete(forged.checkpoints().path());
        Files.delete(forged.directory().resolve("audit-key.json"));
        try (SqliteJournal journal = forged.open()) {
            journal.checkpoint();
        }

        assertThat(forged.verify(kept).breach()).map(Breach::kind).contains(Kind.CHECKPOINT);
    }

    @Test
    void recordingGoesOnAfterSomebodyDamagedTheChain() {
        AuditedState state = copy();
        state.change("DELETE FROM audit WHERE seq > 10", "UPDATE event SET id = id + 10 WHERE id > 12");
        try (SqliteJournal journal = state.open()) {
            journal.append("commands", 2, AT, List.of(new Entry("command-started", "{}")));
            assertThat(journal.read("commands", 2)).hasSize(1);
        }

        assertThat(state.verify().breach())
                .hasValueSatisfying(found ->
                        assertThat(found).extracting(Breach::kind, Breach::seq).containsExactly(Kind.INSERTED, 11L));
    }

    private void assertNamed(long seq, Kind kind, String... statements) {
        AuditRecord expected = records.get((int) seq - 1);
        assertThat(breach(statements))
                .as("%s", List.of(statements))
                .extracting(Breach::kind, Breach::seq, Breach::stream, Breach::index)
                .containsExactly(kind, seq, expected.stream(), expected.index());
    }

    private Breach breach(String... statements) {
        AuditedState state = copy();
        state.change(statements);
        return state.verify().breach().orElseThrow(() -> new AssertionError("not found: " + List.of(statements)));
    }

    private AuditedState copy() {
        return original.copyTo(directory.resolve(Integer.toString(copies++)));
    }
}
