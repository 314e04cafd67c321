package dev.holdfast.app.wiring;

import dev.holdfast.model.event.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Tells whether some process executes a run now, by the locks that the kernel lists: looking takes no lock from anybody. */
final class UnderWay {
    private static final Path LOCKS = Path.of("/proc/locks");

    private final Path directory;

    /**
     * @param directory holds a lock file for each run that was ever executed
     */
    UnderWay(Path directory) {
        this.directory = directory;
    }

    boolean is(RunId run) {
        Path file = directory.resolve(run + ".lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (Stream<String> locks = Files.lines(LOCKS)) {
            String inode = ":%s ".formatted(Files.getAttribute(file, "unix:ino"));
            return locks.anyMatch(lock -> lock.contains(inode));
        } catch (IOException unknown) {
            return false;
        }
    }
}
