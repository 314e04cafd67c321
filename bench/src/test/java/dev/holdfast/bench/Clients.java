package dev.holdfast.bench;

import dev.holdfast.lab.traffic.TrafficSnapshot;
import dev.holdfast.lab.traffic.TrafficSnapshot.RegionSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The clients of every region, in a process of their own. */
final class Clients implements AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicReference<Optional<TrafficSnapshot>> latest = new AtomicReference<>(Optional.empty());
    private final Background process;

    private Clients(Holdfast holdfast) {
        String ledgers = holdfast.state().resolve("ledgers").toString();
        this.process = holdfast.start("clients", this::note, "lab", "traffic", "-o", "json", "--ledger", ledgers);
    }

    static Clients start(Holdfast holdfast) {
        return new Clients(holdfast);
    }

    private void note(String line) {
        latest.set(Optional.of(TrafficSnapshot.parse(line)));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether all of them were served for a whole second after that moment, without an error. */
    boolean areServedAfter(Instant moment) {
        return latest.get()
                .filter(snapshot -> snapshot.at().isAfter(moment.plus(SECOND)))
                .filter(snapshot -> snapshot.regions().stream().allMatch(Clients::isServed))
                .isPresent();
    }

    private static boolean isServed(RegionSnapshot region) {
        return region.lastSecond().acknowledged() > 0
                && region.lastSecond().failed() == 0
                && region.lastSecond().read() > 0;
    }

    /** Since the start, of all regions. */
    TrafficSnapshot.Totals totals() {
        return latest.get().orElseThrow().total().totals();
    }

    @Override
    public void close() {
        process.close();
    }
}
