package dev.holdfast.drivers.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.drivers.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class LineQueueTest {
    private final LineQueue queue = new LineQueue();

    @Test
    void cutsLinesWhereverTheBytesAreSplit() throws Exception {
        byte[] text = "first\n\nthîrd\nlast".getBytes(UTF_8);
        for (int chunk = 1; chunk <= text.length; chunk++) {
            assertThat(lines(text, chunk))
                    .as("chunks of %d bytes", chunk)
                    .containsExactly("first", "", "thîrd", "last");
        }
    }

    @Test
    void waitsNoLongerThanAllowed() {
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> queue.next(Deadline.in(Duration.ofMillis(5))));
    }

    private static List<String> lines(byte[] text, int chunk)
            throws IOException, TimeoutException, InterruptedException {
        LineQueue queue = new LineQueue();
        for (int at = 0; at < text.length; at += chunk) {
            queue.write(text, at, Math.min(chunk, text.length - at));
        }
        queue.close();
        List<String> lines = new ArrayList<>();
        Optional<String> line = queue.next(Deadline.in(Duration.ofSeconds(1)));
        while (line.isPresent()) {
            lines.add(line.get());
            line = queue.next(Deadline.in(Duration.ofSeconds(1)));
        }
        return lines;
    }
}
