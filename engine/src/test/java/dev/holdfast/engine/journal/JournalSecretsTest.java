package dev.holdfast.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.audit.AuditSeal;
import dev.holdfast.engine.secret.Scrubber;
import dev.holdfast.engine.spi.Records.Entry;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that get into the texts of events and records do not get into any file of the state directory. */
final class JournalSecretsTest {
    private static final RunId RUN = new RunId("20261123-101500-0001");
    private static final String PLANTED = "pl4nted-";

    @TempDir
    private Path directory;

    @Test
    void whatWasPlantedIsNowhere() throws IOException {
        AuditedState state = AuditedState.in(directory);
        Scrubber scrubber = new Scrubber(Map.of("SLACK_TOKEN", PLANTED + "of-a-variable"));
        AuditSeal seal = new AuditSeal(state::key, state.checkpoints());
        try (SqliteJournal journal = SqliteJournal.open(state.file(), seal, scrubber::scrub)) {
            journal.append(RUN, 0, Instant.EPOCH, events());
            journal.append(
                    "commands",
                    0,
                    Instant.EPOCH,
                    List.of(new Entry(
                            "command-ended", "{\"line\":\"holdfast x https://y/?token=%s1\"}".formatted(PLANTED))));
            journal.checkpoint();

            // With the journal open, so that its log is looked at as well.
            try (Stream<Path> files = Files.walk(state.directory())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as("%s", file)
                            .doesNotContain(PLANTED);
                }
            }
            assertThat(journal.read(RUN))
                    .extracting(Recorded::event)
                    .contains(new Event.StepNoted("a", "password=***"));
        }
        assertThat(state.verify().breach()).isEmpty();
    }

    private static List<Event> events() {
        return List.of(
                new Event.RunStarted(
                        "r",
                        "the text",
                        "hash",
                        Mode.AUTO,
                        "asked with token=%s2".formatted(PLANTED),
                        Map.of("password", PLANTED + "3", "note", PLANTED + "of-a-variable"),
                        Actor.UNKNOWN),
                new Event.StepPlanned(
                        "a",
                        Plan.harmless(
                                "run x --password %s4".formatted(PLANTED),
                                List.of("with PGPASSWORD=%s5".formatted(PLANTED)),
                                Map.of("url", "postgresql://app:%s6@db/orders".formatted(PLANTED)))),
                new Event.StepNoted("a", "password=%s7".formatted(PLANTED)),
                new Event.StepNoted("a", "it printed %sof-a-variable".formatted(PLANTED)),
                new Event.StepFailed(
                        "a",
                        1,
                        ErrorCode.PROGRAM_FAILED,
                        "Authorization: Bearer %s8-long-enough".formatted(PLANTED),
                        "look",
                        true));
    }

    /** A run is pinned to the text of its runbook: taking something out of that would keep it from going on. */
    @Test
    void theTextOfARunbookStaysAsItIs() {
        String source = "steps: [{ a: { environment: { API_TOKEN: 'env:API_TOKEN' } } }]";
        Event begin = new Event.RunStarted("r", source, "hash", Mode.AUTO, "test", Map.of(), Actor.UNKNOWN);
        AuditedState state = AuditedState.in(directory);
        AuditSeal seal = new AuditSeal(state::key, state.checkpoints());
        try (SqliteJournal journal = SqliteJournal.open(state.file(), seal, new Scrubber(Map.of())::scrub)) {
            journal.append(RUN, 0, Instant.EPOCH, List.of(begin));

            assertThat(journal.read(RUN)).extracting(Recorded::event).containsExactly(begin);
        }
    }
}
