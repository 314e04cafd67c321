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
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final String REGION = "eu-west-1";
    private static final Route ROUTE = new Route("127.66.5.1", "DE", "127.3.0.20");
    private static final Instant SENT = Instant.parse("2026-11-23T03:00:00.123456789Z");

    private final Path directory;

    LedgerTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void everyEntryComesBackAsItWasWritten() {
        var acknowledged = acknowledged();
        var read =
                new Read(UUID.randomUUID(), REGION, ROUTE, SENT, SENT.plusNanos(1), ReadResult.DIFFERENT, "{\"a\":1}");
        var failed = new Failed(
                UUID.randomUUID(), REGION, ROUTE, SENT, SENT.plusNanos(2), Kind.WRITE, Failure.TIMED_OUT, "2.5 s");
        try (Ledger<LedgerEntry> ledger = Ledger.open(LedgerFile.requests(directory, REGION))) {
            ledger.append(acknowledged);
            ledger.append(read);
            ledger.append(failed);
        }

        LedgerFile.Contents<LedgerEntry> contents =
                LedgerFile.requests(directory, REGION).read();

        assertThat(contents.entries()).containsExactly(acknowledged, read, failed);
        assertThat(contents.broken()).isZero();
    }

    @Test
    void everyEntryOfAWebSocketComesBackAsItWasWritten() {
        UUID id = UUID.randomUUID();
        var opened = new SocketEntry.Opened(id, REGION, ROUTE, SENT.plusNanos(5), SENT, "fastapi-main-euw1-1", REGION);
        var lost = new SocketEntry.Lost(id, REGION, ROUTE, SENT, SENT, SocketEntry.Reason.ASKED_TO_LEAVE, "1012");
        var missed = new SocketEntry.Missed(id, REGION, ROUTE, SENT, SENT, "refused");
        var ended = new SocketEntry.Ended(id, REGION, ROUTE, SENT, SENT);
        try (Ledger<SocketEntry> ledger = Ledger.open(LedgerFile.sockets(directory, REGION))) {
            List.of(opened, lost, missed, ended).forEach(ledger::append);
        }

        assertThat(LedgerFile.sockets(directory, REGION).read().entries()).containsExactly(opened, lost, missed, ended);
        assertThat(LedgerFile.requests(directory, REGION).read().entries()).isEmpty();
    }

    @Test
    void aFlushedLineIsInTheFileWhileTheLedgerIsOpen() {
        try (Ledger<LedgerEntry> ledger = Ledger.open(LedgerFile.requests(directory, REGION))) {
            ledger.append(acknowledged());
            ledger.flush();

            assertThat(LedgerFile.requests(directory, REGION).read().entries()).hasSize(1);
        }
    }

    @Test
    void aLineThatACrashCutInHalfDoesNotSwallowTheNextOne() throws IOException {
        Files.writeString(LedgerFile.requests(directory, REGION).path(), "{\"type\":\"acknow");
        var next = acknowledged();
        try (Ledger<LedgerEntry> ledger = Ledger.open(LedgerFile.requests(directory, REGION))) {
            ledger.append(next);
        }

        LedgerFile.Contents<LedgerEntry> contents =
                LedgerFile.requests(directory, REGION).read();

        assertThat(contents.entries()).containsExactly(next);
        assertThat(contents.broken()).isEqualTo(1);
    }

    private static Acknowledged acknowledged() {
        return new Acknowledged(UUID.randomUUID(), REGION, ROUTE, SENT, SENT.plusNanos(987_654_321), "00ff");
    }
}
