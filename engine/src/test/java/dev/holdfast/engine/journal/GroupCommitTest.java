package dev.holdfast.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads append at once; what was acknowledged is there, once, and nothing else is. */
final class GroupCommitTest {
    private static final int THREADS = 32;
    private static final int APPENDS = 50;
    private static final RunId SHARED = new RunId("shared");
    private static final Event BEGIN =
            new Event.RunStarted("r", "text", "hash", Mode.AUTO, "test", Map.of(), Actor.UNKNOWN);

    @TempDir
    private Path directory;

    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();

    @Test
    void keepsWhatItAcknowledgedToEveryRun() throws InterruptedException {
        try (SqliteJournal journal = open()) {
            inParallel(thread -> {
                RunId run = new RunId("run-" + thread);
                journal.append(run, 0, Instant.EPOCH, List.of(BEGIN));
                for (int i = 1; i <= APPENDS; i++) {
                    append(journal, run, i, "%d/%d".formatted(thread, i));
                }
            });
        }

        try (SqliteJournal journal = open()) {
            Set<String> found = new TreeSet<>();
            for (RunId run : journal.runs(THREADS + 1)) {
                List<Recorded> events = journal.read(run);
                assertThat(events).extracting(Recorded::index).containsExactlyElementsOf(indexes(APPENDS + 1));
                events.stream().skip(1).forEach(event -> found.add(text(event)));
            }
            assertThat(found).isEqualTo(acknowledged).hasSize(THREADS * APPENDS);
        }
    }

    @Test
    void letsOneWinWhereManyWriteToOneRun() throws InterruptedException {
        try (SqliteJournal journal = open();
                SqliteJournal otherProcess = open()) {
            inParallel(thread -> {
                SqliteJournal mine = thread % 2 == 0 ? journal : otherProcess;
                for (int i = 0; i < APPENDS; i++) {
                    append(mine, SHARED, mine.read(SHARED).size(), "%d/%d".formatted(thread, i));
                }
            });
        }

        try (SqliteJournal journal = open()) {
            List<Recorded> events = journal.read(SHARED);
            assertThat(events).extracting(Recorded::index).containsExactlyElementsOf(indexes(events.size()));
            assertThat(events)
                    .extracting(GroupCommitTest::text)
                    .containsExactlyInAnyOrderElementsOf(acknowledged)
                    .hasSizeGreaterThanOrEqualTo(APPENDS);
        }
    }

    @Test
    void openingAtTheSameTimeMakesOneJournal() throws InterruptedException {
        inParallel(thread -> {
            try (SqliteJournal journal = open()) {
                RunId run = new RunId("run-" + thread);
                journal.append(run, 0, Instant.EPOCH, List.of(BEGIN));
                append(journal, run, 1, "opened " + thread);
            }
        });

        try (SqliteJournal journal = open()) {
            assertThat(journal.runs(THREADS + 1)).hasSize(THREADS);
        }
        assertThat(acknowledged).hasSize(THREADS);
    }

    private void append(SqliteJournal journal, RunId run, long version, String text) {
        AppendResult result = journal.append(run, version, Instant.EPOCH, List.of(new Event.StepNoted("a", text)));
        if (result instanceof AppendResult.Appended) {
            acknowledged.add(text);
        }
    }

    private static String text(Recorded recorded) {
        return recorded.event() instanceof Event.StepNoted noted ? noted.text() : "another event";
    }

    private static List<Long> indexes(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(index -> (long) index).toList();
    }

    private interface Work {
        void of(int thread);
    }

    private static void inParallel(Work work) throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> Thread.ofVirtual().start(() -> {
                    await(go);
                    work.of(thread);
                }))
                .toList();
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this test", e);
        }
    }

    private SqliteJournal open() {
        return SqliteJournal.open(directory.resolve("journal.db"));
    }
}
