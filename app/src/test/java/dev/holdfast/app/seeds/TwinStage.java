package dev.holdfast.app.seeds;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.drivers.twin.InvariantBrokenException;
import dev.holdfast.drivers.twin.Twin;
import dev.holdfast.drivers.twin.TwinFaults;
import dev.holdfast.drivers.twin.TwinSeed;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.run.RestorePointRecorder;
import dev.holdfast.engine.runbook.RunbookParser;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.topology.TopologyParser;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.server.TopologyFile;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.Topology;
import dev.holdfast.operations.Operations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A twin of the lab that loses its primary, and more; with the runbooks that are for that. */
final class TwinStage implements Stage {
    private static final Topology LAB = TopologyParser.parse(
            TopologyFile.render(LabPlan.standard(), new LabDirectory(Path.of("/lab")), "root", true), "topology.yaml");
    private static final String DATABASE = LAB.database(Optional.empty()).name();
    private static final List<String> NODES = LAB.database(Optional.empty()).nodeNames();
    private static final String PRIMARY = NODES.getFirst();
    private static final Path ROOT = root();
    private static final List<Path> RUNBOOKS = List.of(
            ROOT.resolve("runbooks/database-failure.yaml"),
            ROOT.resolve("scripts/dr/workflows/database-recovery.yaml"));

    private final Chance chance;
    private final Tally tally;
    private final Twin twin;
    private final Site site;
    private final Catalogue catalogue;
    private final Runbook runbook;
    private final Map<String, String> parameters = new HashMap<>();
    private final List<Incident> incidents = new ArrayList<>();

    /** The faults of servers and of whatever else has a process. */
    private enum Fault {
        CRASH,
        HANG,
        ISOLATION
    }

    TwinStage(long seed, RestorePoints points, boolean fences, Tally tally) {
        this.chance = new Chance(seed, "twin");
        this.tally = tally;
        Chance pace = new Chance(seed, "pace");
        TwinSeed healthy =
                chance.percent(70) ? TwinSeed.healthy(LAB, SeedRun.START) : TwinSeed.asynchronous(LAB, SeedRun.START);
        this.twin = healthy.twin(call -> pace.percent(15) ? call.slow() : call.usual(), Path.of("/evidence"), points);
        this.site = new NoisySite(twin.site(), new Chance(seed, "channels"), tally);
        this.catalogue = new Catalogue(fences ? Operations.all() : withoutFence());
        Path file = chance.pick(RUNBOOKS);
        String name = file.getFileName().toString().replace(".yaml", "");
        this.runbook = RunbookParser.parse(name, read(file), catalogue);
        if (chance.percent(50)) {
            parameters.put("confirm", "true");
        }
        if (runbook.parameters().contains("node") && chance.percent(70)) {
            parameters.put("node", PRIMARY);
        }
        addIncidents();
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("runbooks")) ? here : here.resolveSibling("");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private static List<Operation<?>> withoutFence() {
        List<Operation<?>> reckless = Reckless.all();
        List<String> replaced = reckless.stream()
                .map(operation -> operation.declaration().command())
                .toList();
        return Stream.concat(
                        Operations.all().stream()
                                .filter(operation -> !replaced.contains(
                                        operation.declaration().command())),
                        reckless.stream())
                .toList();
    }

    private void addIncidents() {
        if (chance.percent(90)) {
            strike(PRIMARY, chance.between(Duration.ZERO, Duration.ofSeconds(4)), 50);
        }
        for (int more = chance.below(3); more > 0; more--) {
            strike(chance.pick(NODES), chance.between(Duration.ZERO, Duration.ofSeconds(60)), 85);
        }
        if (chance.percent(15)) {
            happen(Duration.ofSeconds(chance.below(20)), "standby held back", NODES.getLast(), TwinFaults::holdBack);
        }
        for (int more = chance.below(3); more > 0; more--) {
            strike(chance.pick(balancersAndInstances()), chance.between(Duration.ZERO, Duration.ofSeconds(40)), 90);
        }
        for (int more = chance.below(3); more > 0; more--) {
            Duration extra = chance.between(Duration.ofMillis(20), Duration.ofSeconds(3));
            Duration when = chance.between(Duration.ZERO, Duration.ofSeconds(40));
            String slow = chance.pick(Stream.concat(NODES.stream(), balancersAndInstances().stream())
                    .toList());
            happen(when, "slow calls", slow, (faults, component) -> faults.slowDown(component, extra));
            heal(slow, when, 90);
        }
    }

    private static List<String> balancersAndInstances() {
        return Stream.concat(
                        LAB.balancers().stream().map(BalancerSpec::name),
                        LAB.deployments().stream()
                                .flatMap(deployment -> deployment.instances().stream())
                                .map(DeploymentSpec.InstanceSpec::name))
                .toList();
    }

    private void strike(String component, Duration when, int healed) {
        switch (chance.pick(List.of(Fault.values()))) {
            case CRASH -> happen(when, "crash", component, TwinFaults::crash);
            case HANG -> happen(when, "hang", component, TwinFaults::hang);
            case ISOLATION -> happen(when, "isolation", component, TwinFaults::isolate);
        }
        heal(component, when, healed);
    }

    private void heal(String component, Duration when, int percent) {
        if (chance.percent(percent)) {
            Duration later = when.plus(chance.between(Duration.ofMillis(100), Duration.ofSeconds(90)));
            happen(later, "healing", component, TwinFaults::heal);
        }
    }

    private interface Deed {
        void on(TwinFaults faults, String component);
    }

    private void happen(Duration when, String kind, String component, Deed deed) {
        incidents.add(new Incident(when, kind, component, () -> {
            try {
                deed.on(twin.faults(), component);
            } catch (InvariantBrokenException kept) {
                tally.count("invariants broken by a fault");
            }
        }));
    }

    /** What clients do all the time: each commits through the load balancer of its region. */
    @Override
    public void live() {
        for (BalancerSpec balancer : LAB.balancers()) {
            boolean told = twin.clients().write(DATABASE, balancer.name(), 120);
            tally.count(told ? "writes acknowledged" : "writes not acknowledged");
        }
    }

    @Override
    public Runbook runbook() {
        return runbook;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters;
    }

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    public RestorePointRecorder restorePoints() {
        return (_, given) -> Installation.capture(site, given);
    }

    @Override
    public List<Incident> incidents() {
        return incidents;
    }

    @Override
    public int effects() {
        return twin.effects().size();
    }

    @Override
    public List<String> broken() {
        return Stream.concat(twin.violations().stream(), twin.invariants().stream())
                .toList();
    }
}
