package dev.holdfast.operations.regionaldata;

import dev.holdfast.engine.spi.Tempo;
import java.time.Duration;
import java.util.function.Consumer;

/** Hands on how a copy comes along, but not so often that the journal fills with it; the last word is never lost. */
final class ProgressNotes implements Consumer<String> {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Consumer<String> notes;
    private final Tempo tempo = Tempo.current();
    private long due = tempo.nanoTime();
    private String held = "";

    ProgressNotes(Consumer<String> notes) {
        this.notes = notes;
    }

    @Override
    public synchronized void accept(String text) {
        long now = tempo.nanoTime();
        if (now - due < 0) {
            held = text;
            return;
        }
        due = now + PAUSE.toNanos();
        held = "";
        notes.accept(text);
    }

    /** Hands on what was held back last. */
    synchronized void finish() {
        if (!held.isEmpty()) {
            notes.accept(held);
            held = "";
        }
    }
}
