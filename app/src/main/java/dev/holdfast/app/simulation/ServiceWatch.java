package dev.holdfast.app.simulation;

import dev.holdfast.app.simulation.RecoveryTime.Service;
import dev.holdfast.drivers.twin.Twin;
import dev.holdfast.drivers.twin.TwinClients;
import dev.holdfast.drivers.twin.TwinClients.Place;
import dev.holdfast.engine.run.RunListener;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.event.Recorded;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks after every event of a run on a twin whether the clients of every region are served. */
final class ServiceWatch implements RunListener {
    private final Twin twin;
    private final TwinClients clients;
    private final List<Place> places;
    /** Where to look first: as long as this one is not served, the others don't matter. */
    private int first;

    private long changes;
    private boolean served;
    private boolean interrupted;
    private Optional<String> backAfter = Optional.empty();

    ServiceWatch(Twin twin) {
        this.twin = twin;
        this.clients = twin.clients();
        this.places = clients.places();
        this.changes = twin.changes();
        this.served = look();
        this.interrupted = !served;
    }

    private boolean look() {
        for (int i = 0; i < places.size(); i++) {
            int next = (first + i) % places.size();
            if (!clients.isServed(places.get(next))) {
                first = next;
                return false;
            }
        }
        return true;
    }

    @Override
    public synchronized void recorded(Recorded recorded) {
        // Time alone makes nothing worse.
        if (served && twin.changes() == changes) {
            return;
        }
        changes = twin.changes();
        boolean now = look();
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

    private List<String> missing() {
        return clients.served().entrySet().stream()
                .filter(region -> !region.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }
}
