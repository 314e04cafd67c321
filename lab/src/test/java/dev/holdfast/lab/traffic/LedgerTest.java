package dev.holdfast.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.traffic.LedgerEntry.Acknowledged;
import dev.holdfast.lab.traffic.LedgerEntry.Failed;
import dev.holdfast.lab.traffic.LedgerEntry.Failure;
import dev.holdfast.lab.traffic.LedgerEntry.Kind;
import dev.holdfast.lab.traffic.LedgerEntry.Read;
import dev.holdfast.lab.traffic.LedgerEntry.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final String REGION = "eu-west-1";
    private static final Instant SENT = Instant.parse("2026-11-23T03:00:00.123456789Z");

    private final Path directory;

    LedgerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void everyEntryComesBackAsItWasWritten() {
        var acknowledged = acknowledged();
        var read = new Read(UUID.randomUUID(), REGION, SENT, SENT.plusNanos(1), ReadResult.DIFFERENT, "{\"a\":1}");
        var failed =
                new Failed(UUID.randomUUID(), REGION, SENT, SENT.plusNanos(2), Kind.WRITE, Failure.TIMED_OUT, "2.5 s");
        try (Ledger ledger = Ledger.open(directory, REGION)) {
            ledger.append(acknowledged);
            ledger.append(read);
            ledger.append(failed);
        }

        Ledger.Contents contents = Ledger.read(directory, REGION);

        assertThat(contents.entries()).containsExactly(acknowledged, read, failed);
        assertThat(contents.broken()).isZero();
    }

    @Test
    void aFlushedLineIsInTheFileWhileTheLedgerIsOpen() {
        try (Ledger ledger = Ledger.open(directory, REGION)) {
            ledger.append(acknowledged());
            ledger.flush();

            assertThat(Ledger.read(directory, REGION).entries()).hasSize(1);
        }
    }

    @Test
    void aLineThatACrashCutInHalfDoesNotSwallowTheNextOne() throws IOException {
        Files.writeString(Ledger.file(directory, REGION), "{\"type\":\"acknow");
        var next = acknowledged();
        try (Ledger ledger = Ledger.open(directory, REGION)) {
            ledger.append(next);
        }

        Ledger.Contents contents = Ledger.read(directory, REGION);

        assertThat(contents.entries()).containsExactly(next);
        assertThat(contents.broken()).isEqualTo(1);
    }

    private static Acknowledged acknowledged() {
        return new Acknowledged(UUID.randomUUID(), REGION, SENT, SENT.plusNanos(987_654_321), "00ff");
    }
}
