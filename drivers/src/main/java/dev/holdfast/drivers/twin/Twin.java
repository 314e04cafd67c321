package dev.holdfast.drivers.twin;

import dev.holdfast.drivers.twin.TwinCapacity.Part;
import dev.holdfast.engine.spi.Programs.Program;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.topology.RegionSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A model of a site in memory, behind the same ports as the real systems. Made by {@link TwinSeed}.
 *
 * <p>Operations act on its {@link #site}, faults and clients from outside. After every effect and every fault it looks whether what
 * must always hold still does: see {@link #violations}.
 */
public final class Twin {
    private final TwinTraffic traffic;
    private final TwinEffects effects;
    private final TwinSite site;

    Twin(TwinTraffic traffic, TwinEffects effects, TwinSite site) {
        this.traffic = traffic;
        this.effects = effects;
        this.site = site;
    }

    /** The twin as operations see it. Its time is that of the thread that asks. */
    public Site site() {
        return site;
    }

    public TwinFaults faults() {
        return new TwinFaults(traffic, effects);
    }

    public TwinClients clients() {
        return new TwinClients(traffic, effects);
    }

    /** How often anything was changed so far. As long as it stays the same, only time can make a difference: what was started starts. */
    public long changes() {
        return effects.changes();
    }

    /** Every effect so far, in order. */
    public List<String> effects() {
        return effects.log();
    }

    /**
     * What does not hold now, one sentence each: two servers that could acknowledge writes, or one that lacks a write which was
     * acknowledged with the confirmation of a standby.
     */
    public List<String> invariants() {
        return effects.look(() -> traffic.databases().values().stream()
                .flatMap(database -> database.violations().stream())
                .toList());
    }

    /** Every time an invariant did not hold, also when nobody caught the {@link InvariantBrokenException}. */
    public List<String> violations() {
        return effects.violations();
    }

    /** Whether a database server or an instance of that name would take a session. Takes no time, and lets none pass. */
    public boolean works(String component) {
        return effects.look(() -> traffic.works(component));
    }

    /** What people would have been told. */
    public List<Message> told() {
        return site.notifications().told();
    }

    /** The programs that would have been run. */
    public List<Program> programs() {
        return site.programs().asked();
    }

    public TwinCapacity capacity() {
        return effects.look(() -> new TwinCapacity(instances(), standbys()));
    }

    private List<Part> instances() {
        List<Part> parts = new ArrayList<>();
        for (TwinWorkloads deployment : traffic.deployments().values()) {
            for (RegionSpec region : traffic.topology().regions()) {
                ReplicaState replicas = deployment.replicas(region.name());
                if (replicas.most() > 0) {
                    parts.add(new Part(
                            "%s in %s".formatted(deployment.spec().name(), region.name()),
                            replicas.ready(),
                            replicas.wanted()));
                }
            }
        }
        return parts;
    }

    private List<Part> standbys() {
        return traffic.databases().values().stream()
                .map(database -> {
                    long streaming = database.all().stream()
                            .filter(server -> server.primary && server.answers())
                            .mapToLong(primary -> database.attachedTo(primary).size())
                            .max()
                            .orElse(0);
                    return new Part(
                            database.spec().name(), streaming, database.all().size() - 1L);
                })
                .toList();
    }
}
