package dev.holdfast.lab.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ObjectNode;

/** Runs one pod: starts its process, again when it crashed, asks whether it is ready, and ends it when the pod has to end. */
final class Kubelet implements Runnable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration BETWEEN_LOOKS_AT_READY = Duration.ofMillis(400);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A process that ran for so long did not crash because of its start. */
    private static final Duration RAN_WELL = Duration.ofSeconds(60);

    private final ObjectStore store;
    private final Key pod;
    private final Workload workload;
    private final Slot slot;
    private final BooleanSupplier regionDown;
    private final Clock clock;
    private PodStatus status;
    private Instant nextStart = Instant.MIN;
    private Duration pause = Duration.ZERO;
    private Map<String, String> settings = Map.of();

    /**
     * @param regionDown whether nothing may be started where the pod is
     */
    Kubelet(ObjectStore store, ObjectNode pod, Workload workload, BooleanSupplier regionDown, Clock clock) {
        this.store = store;
        this.pod = Key.of(Kind.POD, pod);
        this.workload = workload;
        this.slot = workload.slot(PodObject.instance(pod)).orElseThrow();
        this.regionDown = regionDown;
        this.clock = clock;
        this.status = PodStatus.read(pod);
    }

    /** Returns when the pod is gone. */
    @Override
    public void run() {
        Optional<ObjectNode> object = store.find(pod);
        while (object.isPresent() && !Thread.currentThread().isInterrupted()) {
            if (PodObject.terminating(object.get())) {
                end(object.get());
                return;
            }
            look();
            LockSupport.parkNanos((status.readySince().isPresent() ? BETWEEN_LOOKS_AT_READY : BETWEEN_LOOKS).toNanos());
            object = store.find(pod);
        }
    }

    private void end(ObjectNode object) {
        slot.container().stop(Duration.ofSeconds(PodObject.graceSeconds(object)));
        store.delete(pod);
    }

    private void look() {
        configure();
        Optional<String> process = slot.container().process();
        if (status.process().isEmpty()) {
            start(status.restarts());
        } else if (process.isEmpty()) {
            restart();
        } else {
            observe(process.get());
        }
        report();
    }

    /** A change reaches the files of all pods; a process reads its file when it is told to. */
    private void configure() {
        Map<String, String> now = store.find(workload.settingsMap())
                .map(map -> Json.texts(map, "data"))
                .orElse(Map.of());
        if (!now.equals(settings)) {
            slot.container().configure(now);
            settings = now;
        }
    }

    private void start(int restarts) {
        if (regionDown.getAsBoolean()) {
            status = status.waitingFor("RegionDown");
            return;
        }
        try {
            slot.container().start();
            String process = slot.container().process().orElse("ended-at-once");
            status = status.running(process, clock.instant(), restarts);
        } catch (RuntimeException e) {
            fallBack();
            status = status.waitingFor("CreateContainerError");
        }
    }

    private void restart() {
        Instant now = clock.instant();
        if (status.waiting().isEmpty()) {
            fallBack();
            status = status.waitingFor("CrashLoopBackOff");
        }
        if (!now.isBefore(nextStart)) {
            start(status.restarts() + 1);
        }
    }

    /** The first restart is at once; each that follows soon waits twice as long as the one before. */
    private void fallBack() {
        Instant now = clock.instant();
        boolean ranWell = status.startedAt()
                .filter(since -> Duration.between(since, now).compareTo(RAN_WELL) > 0)
                .isPresent();
        if (ranWell) {
            pause = Duration.ZERO;
        }
        nextStart = now.plus(pause);
        Duration longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    }

    private void observe(String process) {
        if (!status.process().equals(Optional.of(process))) {
            // Somebody else restarted it, such as a person on the host.
            status = status.running(process, clock.instant(), status.restarts() + 1);
        }
        boolean ready = slot.container().ready();
        if (ready != status.readySince().isPresent()) {
            status = status.readyAt(ready ? Optional.of(clock.instant()) : Optional.empty());
        }
    }

    private void report() {
        store.change(pod, object -> status.into(object, slot, clock.instant()));
    }
}
