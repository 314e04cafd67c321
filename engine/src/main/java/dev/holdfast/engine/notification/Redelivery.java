package dev.holdfast.engine.notification;

import dev.holdfast.model.error.HoldfastException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries the messages that wait again and again, for as long as a process lives. */
public final class Redelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Redelivery.class);
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final Thread thread;

    private Redelivery(Outbox outbox) {
        this.outbox = outbox;
        this.thread = Thread.ofVirtual().name("redelivery").unstarted(this::work);
    }

    public static Redelivery start(Outbox outbox) {
        Redelivery redelivery = new Redelivery(outbox);
        redelivery.thread.start();
        return redelivery;
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(EVERY);
                send();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() {
        try {
            outbox.sendPending(LIMIT);
        } catch (HoldfastException e) {
            // The message is kept; a message must never be in the way of the watch.
            LOG.warn("Messages that wait could not be tried again: {}", e.attempted());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
