package dev.holdfast.drivers.twin;

import dev.holdfast.engine.spi.Tempo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** A queue between the threads of a simulation. */
final class SimulatedMailbox<T> implements Tempo.Mailbox<T> {
    private final SimulatedTempo tempo;
    private final Queue<T> items = new ArrayDeque<>();

    SimulatedMailbox(SimulatedTempo tempo) {
        this.tempo = tempo;
    }

    @Override
    public void put(T item) {
        tempo.checkBaton();
        items.add(item);
    }

    @Override
    public Optional<T> poll(Duration limit) throws InterruptedException {
        tempo.await("an item", limit, () -> !items.isEmpty());
        return Optional.ofNullable(items.poll());
    }
}
