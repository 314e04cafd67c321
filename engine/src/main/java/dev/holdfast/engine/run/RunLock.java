package dev.holdfast.engine.run;

import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a run for one process. The operating system gives it back when that process dies, however it dies.
 *
 * <p>The file stays: if it were deleted, one process could hold the deleted file and another a new one of the same name.
 */
final class RunLock implements RunLocks.Lock {
    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    static RunLock take(Path directory, RunId run) {
        Path file = directory.resolve(run + ".lock");
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isFree(channel)) {
                channel.close();
                throw new HoldfastException(
                        ErrorCode.RUN_BUSY, "executing run %s, which another process has".formatted(run));
            }
            return new RunLock(channel);
        } catch (IOException e) {
            throw new HoldfastException(
                    ErrorCode.JOURNAL_UNWRITABLE, "locking %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new HoldfastException(ErrorCode.JOURNAL_UNWRITABLE, "giving a run's lock back", e);
        }
    }
}
