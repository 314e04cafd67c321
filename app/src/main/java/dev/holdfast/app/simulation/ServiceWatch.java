package dev.holdfast.app.simulation;

import dev.holdfast.app.simulation.RecoveryTime.Service;
import dev.holdfast.drivers.twin.Twin;
import dev.holdfast.engine.run.RunListener;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks after every event of a run on a twin whether the clients of every region are served. */
final class ServiceWatch implements RunListener {
    private final Twin twin;
    private boolean served;
    private boolean interrupted;
    private Optional<String> backAfter = Optional.empty();

    ServiceWatch(Twin twin) {
        this.twin = twin;
        this.served = missing().isEmpty();
        this.interrupted = !served;
    }

    private List<String> missing() {
        return twin.clients().served().entrySet().stream()
                .filter(region -> !region.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized void recorded(Recorded recorded) {
        boolean now = missing().isEmpty();
        if (now && !served && recorded.event() instanceof Event.OfStep event) {
            backAfter = Optional.of(event.step());
        }
        interrupted |= !now;
        served = now;
    }

    synchronized Service service() {
        if (!served) {
            return new Service.Missing(missing());
        }
        return interrupted && backAfter.isPresent()
                ? new Service.BackAfter(backAfter.get())
                : new Service.Uninterrupted();
    }
}
