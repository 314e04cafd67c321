package dev.holdfast.engine.run;

import dev.holdfast.engine.spi.AppendResult;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends the events of one run, in one order, and keeps the state that follows from them.
 *
 * <p>Steps that record at the same time share one append: whoever gets the lock writes what all of them have put in the queue.
 *
 * <p>When one append fails, every later one fails in the same way: from then on this process does not know what the journal
 * holds, so it must not act any more.
 */
final class RunRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);

    private final Journal journal;
    private final Clock clock;
    private final RunListener listener;
    private final ReentrantLock appending = new ReentrantLock();
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private volatile RunState state;
    private Optional<HoldfastException> broken = Optional.empty();

    RunRecorder(Journal journal, Clock clock, RunListener listener, RunState state) {
        this.journal = journal;
        this.clock = clock;
        this.listener = listener;
        this.state = state;
    }

    /** Events that somebody waits for to be durable. Only touched under the lock once it is in the queue. */
    private static final class Waiting {
        private final List<Event> events;
        private boolean durable;

        Waiting(List<Event> events) {
            this.events = List.copyOf(events);
        }
    }

    RunState state() {
        return state;
    }

    void append(Event... events) {
        append(List.of(events));
    }

    /** Returns when the events are durable. */
    void append(List<Event> events) {
        Waiting mine = new Waiting(events);
        queue.add(mine);
        appending.lock();
        try {
            if (!mine.durable) {
                writeAllThatWait();
            }
        } finally {
            appending.unlock();
        }
    }

    private void writeAllThatWait() {
        List<Waiting> batch = new ArrayList<>();
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            batch.add(next);
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
        Instant at = clock.instant();
        List<Event> events =
                batch.stream().flatMap(waiting -> waiting.events.stream()).toList();
        write(events, at);
        batch.forEach(waiting -> waiting.durable = true);
        for (Event event : events) {
            Recorded recorded = new Recorded(state.run(), state.version() + 1, at, event);
            state = state.after(recorded);
            tell(recorded);
        }
    }

    private void write(List<Event> events, Instant at) {
        // Stays, when the journal fails in a way that it does not report itself.
        broken = Optional.of(failure(ErrorCode.JOURNAL_UNWRITABLE, "the append before broke off"));
        try {
            broken = problem(journal.append(state.run(), state.version(), at, events), events);
        } catch (HoldfastException e) {
            broken = Optional.of(e);
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
    }

    private Optional<HoldfastException> problem(AppendResult result, List<Event> events) {
        return switch (result) {
            case AppendResult.Appended _ -> Optional.empty();
            case AppendResult.Conflict conflict ->
                Optional.of(failure(
                        ErrorCode.JOURNAL_CONFLICT,
                        "this process knows %d events, the journal has %d"
                                .formatted(state.version(), conflict.version())));
            case AppendResult.Unknown unknown ->
                isRecorded(events)
                        ? Optional.empty()
                        : Optional.of(failure(ErrorCode.JOURNAL_UNWRITABLE, unknown.reason()));
        };
    }

    /** What is not known is looked up, never assumed. */
    private boolean isRecorded(List<Event> events) {
        List<Event> found = new ArrayList<>();
        for (Recorded recorded : journal.read(state.run())) {
            if (recorded.index() > state.version()) {
                found.add(recorded.event());
            }
        }
        return found.equals(events);
    }

    private HoldfastException failure(ErrorCode code, String found) {
        return new HoldfastException(code, "recording run %s: %s".formatted(state.run(), found));
    }

    /** Shows something that is not recorded. */
    void progress(String step, String text) {
        try {
            listener.progress(step, text);
        } catch (RuntimeException e) {
            LOG.warn("Nobody could be shown the progress of step {}", step, e);
        }
    }

    private void tell(Recorded recorded) {
        try {
            listener.recorded(recorded);
        } catch (RuntimeException e) {
            // A display that fails must not stop a recovery.
            LOG.warn("Nobody could be told of event {} of run {}", recorded.index(), recorded.run(), e);
        }
    }
}
