package dev.holdfast.engine.order;

import static dev.holdfast.engine.testkit.Crew.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.journal.SqliteJournal;
import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Records;
import dev.holdfast.engine.testkit.MemoryJournal;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderBookTest {
    private static final RunId RUN = new RunId("20261123-025900-0001");
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00.123456789Z");
    private static final int EACH = 20;

    @Test
    void whatSeveralTerminalsPlaceAtOnceIsAllThereOnce(@TempDir Path directory) {
        Path file = directory.resolve("journal.db");
        try (SqliteJournal one = SqliteJournal.open(file);
                SqliteJournal other = SqliteJournal.open(file)) {
            CompletableFuture<Void> left = CompletableFuture.runAsync(() -> place(one, "left"));
            CompletableFuture<Void> right = CompletableFuture.runAsync(() -> place(other, "right"));
            CompletableFuture.allOf(left, right).join();
        }
        try (SqliteJournal reopened = SqliteJournal.open(file)) {
            List<PlacedOrder> orders = new OrderBook(reopened).after(RUN, 0);

            assertThat(orders)
                    .extracting(PlacedOrder::number)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 2 * EACH).boxed().toList());
            assertThat(orders).extracting(PlacedOrder::order).doesNotHaveDuplicates();
            assertThat(new OrderBook(reopened).after(RUN, 2 * EACH - 1L)).hasSize(1);
        }
    }

    @Test
    void anOrderIsReadAsItWasPlaced(@TempDir Path directory) {
        Path file = directory.resolve("journal.db");
        PlacedOrder placed;
        try (SqliteJournal journal = SqliteJournal.open(file)) {
            placed = new OrderBook(journal)
                    .place(RUN, NOW, BOB, new Order.Approve("a", "0123456789ab", "go\nnow", NOW), Optional.of("sig\n"));
        }
        try (SqliteJournal journal = SqliteJournal.open(file)) {
            assertThat(new OrderBook(journal).after(RUN, 0)).containsExactly(placed);
        }
    }

    @Test
    void whenNobodyKnowsWhetherItWasWrittenThePersonIsTold() {
        OrderBook book = new OrderBook(new Unsure(new MemoryJournal()));

        assertThatThrownBy(() -> book.place(RUN, NOW, BOB, new Order.Continue(), Optional.empty()))
                .isInstanceOfSatisfying(
                        HoldfastException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.JOURNAL_UNWRITABLE));
        assertThat(book.after(RUN, 0)).as("it is not tried a second time").hasSize(1);
    }

    private static void place(SqliteJournal journal, String who) {
        OrderBook book = new OrderBook(journal);
        List<PlacedOrder> placed = new ArrayList<>();
        IntStream.range(0, EACH)
                .forEach(number ->
                        placed.add(book.place(RUN, NOW, BOB, new Order.Pause(who + " " + number), Optional.empty())));
        assertThat(placed).hasSize(EACH);
    }

    /** Writes, and can't tell. */
    private record Unsure(Records records) implements Records {
        @Override
        public AppendResult append(String stream, long expectedVersion, Instant at, List<Entry> entries) {
            records.append(stream, expectedVersion, at, entries);
            return new AppendResult.Unknown("the connection broke");
        }

        @Override
        public List<Kept> read(String stream, long after) {
            return records.read(stream, after);
        }
    }
}
