package dev.holdfast.drivers.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.drivers.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Cuts a stream of bytes into lines, so that whoever reads them never holds up the session that delivers them. */
final class LineQueue extends OutputStream {
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            flushLine();
            return;
        }
        current.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int from = offset;
        for (int at = offset; at < offset + length; at++) {
            if (bytes[at] == '\n') {
                current.write(bytes, from, at - from);
                flushLine();
                from = at + 1;
            }
        }
        current.write(bytes, from, offset + length - from);
    }

    @Override
    public synchronized void close() {
        if (current.size() > 0) {
            flushLine();
        }
        lines.add(Optional.empty());
    }

    /** The next line, or empty when there is no more. */
    Optional<String> next(Deadline deadline) throws InterruptedException, TimeoutException {
        Optional<String> line = lines.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        if (line == null) {
            throw new TimeoutException("no output within " + deadline.limit().toMillis() + " ms");
        }
        return line;
    }

    private void flushLine() {
        lines.add(Optional.of(current.toString(UTF_8)));
        current.reset();
    }
}
