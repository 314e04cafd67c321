package dev.holdfast.lab;

import dev.holdfast.lab.plan.LabDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Held by the one process and thread that changes a lab; others wait for their turn. */
final class LabLock implements AutoCloseable {
    /** The lock of a file says nothing to other threads of the same process. */
    private static final ReentrantLock HERE = new ReentrantLock();

    private final FileChannel channel;

    private LabLock(FileChannel channel) {
        this.channel = channel;
    }

    static LabLock take(LabDirectory directory) {
        HERE.lock();
        try {
            FileChannel channel = FileChannel.open(directory.marker(), StandardOpenOption.WRITE);
            channel.lock();
            return new LabLock(channel);
        } catch (IOException e) {
            HERE.unlock();
            throw new UncheckedIOException("locking " + directory.marker(), e);
        }
    }

    /** Says at the place where it is taken that everything until the end of the block is under it. */
    void held() {
        if (!channel.isOpen()) {
            throw new IllegalStateException("the lock was given back");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("giving back the lock of the lab", e);
        } finally {
            HERE.unlock();
        }
    }
}
