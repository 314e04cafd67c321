package dev.holdfast.app.terminal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The last line of a terminal, painted again and again, below lines that stay. On anything but a terminal only the lines that
 * stay are written.
 */
public final class LiveLine implements AutoCloseable {
    private static final Duration REPAINT = Duration.ofMillis(100);
    private static final String CLEAR = "\r\u001B[K";

    private final Terminal terminal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private Supplier<String> text = () -> "";
    private Supplier<String> tail = () -> "";
    private Optional<String> question = Optional.empty();
    private boolean closed;

    public LiveLine(Terminal terminal) {
        this.terminal = terminal;
        if (terminal.live()) {
            Thread.ofVirtual().start(this::repaint);
        }
    }

    /** What the line says from now on; asked at every painting, so it can show the time that goes by. */
    public void show(Supplier<String> next) {
        lock.lock();
        try {
            text = next;
            paint();
        } finally {
            lock.unlock();
        }
    }

    /** What is always shown at the end of the line. */
    public void tail(Supplier<String> next) {
        lock.lock();
        try {
            tail = next;
            paint();
        } finally {
            lock.unlock();
        }
    }

    /** Writes a line that stays, above the live one and above a question that is being asked. */
    public void print(String line) {
        lock.lock();
        try {
            terminal.out().println(terminal.live() ? CLEAR + line : line);
            question.ifPresent(this::write);
            paint();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks a question in place of the live line, and waits for the answer.
     *
     * @return empty when nobody answers any more
     */
    public Optional<String> ask(String asked) {
        pose(Optional.of(asked));
        try {
            return Optional.ofNullable(terminal.input().readLine()).map(String::strip);
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            pose(Optional.empty());
        }
    }

    private void pose(Optional<String> asked) {
        lock.lock();
        try {
            question = asked;
            asked.ifPresent(this::write);
        } finally {
            lock.unlock();
        }
    }

    private void write(String asked) {
        terminal.out().print(terminal.live() ? CLEAR + asked : asked);
        terminal.out().flush();
    }

    private void repaint() {
        lock.lock();
        try {
            while (!closed) {
                paint();
                ended.awaitNanos(REPAINT.toNanos());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void paint() {
        if (terminal.live() && !closed && question.isEmpty()) {
            terminal.out().print(CLEAR + Visible.cut(text.get() + tail.get(), terminal.columns() - 1));
            terminal.out().flush();
        }
    }

    /** Removes the live line. */
    @Override
    public void close() {
        lock.lock();
        try {
            text = () -> "";
            tail = () -> "";
            paint();
            closed = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
