package dev.holdfast.app.wiring;

import dev.holdfast.drivers.reach.SocketReachability;
import dev.holdfast.engine.detection.PrimaryExamination;
import dev.holdfast.engine.region.RegionExamination;
import dev.holdfast.engine.spi.BalancerDriver;
import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.DatabaseDriver;
import dev.holdfast.engine.spi.DnsDriver;
import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.engine.spi.HostDriver;
import dev.holdfast.engine.spi.Intentions;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.Notifications;
import dev.holdfast.engine.spi.PrimaryExaminer;
import dev.holdfast.engine.spi.PrimaryMemory;
import dev.holdfast.engine.spi.Programs;
import dev.holdfast.engine.spi.Reachability;
import dev.holdfast.engine.spi.RegionExaminer;
import dev.holdfast.engine.spi.RegionalData;
import dev.holdfast.engine.spi.RegionalDataDriver;
import dev.holdfast.engine.spi.RestorePoints;
import dev.holdfast.engine.spi.Secrets;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.WorkloadDriver;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.topology.BalancerSpec;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.HostSpec;
import dev.holdfast.model.topology.RegionalDataSpec;
import dev.holdfast.model.topology.Topology;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A topology bound to its real systems. Each component is bound once, when it is first asked for, by the driver that the
 * topology names.
 */
public final class LiveSite implements Site {
    private final Topology topology;
    private final PrimaryMemory memory;
    private final RestorePoints restorePoints;
    private final Notifications notifications;
    private final Path evidenceDirectory;
    private final Programs programs;
    private final Intentions intentions;
    private final Secrets secrets;
    private final PrimaryExaminer examiner;
    private final RegionExaminer regions;
    private final Reachability reachability = new SocketReachability();
    private final Bindings bindings;

    private static final class Bindings {
        private final Drivers<HostDriver> hostDrivers = Drivers.of("host", HostDriver.class, HostDriver::name);
        private final Drivers<DatabaseDriver> databaseDrivers =
                Drivers.of("database", DatabaseDriver.class, DatabaseDriver::name);
        private final Drivers<BalancerDriver> balancerDrivers =
                Drivers.of("load balancer", BalancerDriver.class, BalancerDriver::name);
        private final Drivers<WorkloadDriver> workloadDrivers =
                Drivers.of("deployment", WorkloadDriver.class, WorkloadDriver::name);
        private final Drivers<DnsDriver> dnsDrivers = Drivers.of("DNS name", DnsDriver.class, DnsDriver::name);
        private final Drivers<RegionalDataDriver> dataDrivers =
                Drivers.of("regional data", RegionalDataDriver.class, RegionalDataDriver::name);
        private final Map<String, DnsZone> zones = new ConcurrentHashMap<>();
        private final Map<String, RegionalData> data = new ConcurrentHashMap<>();
        private final Map<String, HostCommands> hosts = new ConcurrentHashMap<>();
        private final Map<String, DatabaseBinding> databases = new ConcurrentHashMap<>();
        private final Map<String, LoadBalancer> balancers = new ConcurrentHashMap<>();
        private final Map<String, Workloads> workloads = new ConcurrentHashMap<>();
    }

    /**
     * What the machine has that Holdfast runs on.
     *
     * @param evidenceDirectory for files that people read
     */
    public record Machine(Path evidenceDirectory, Programs programs, Secrets secrets) {}

    public LiveSite(
            Topology topology,
            PrimaryMemory memory,
            RestorePoints restorePoints,
            Notifications notifications,
            Intentions intentions,
            Machine machine) {
        this.topology = topology;
        this.memory = memory;
        this.restorePoints = restorePoints;
        this.notifications = notifications;
        this.evidenceDirectory = machine.evidenceDirectory();
        this.programs = machine.programs();
        this.intentions = intentions;
        this.secrets = machine.secrets();
        this.bindings = new Bindings();
        this.examiner = new PrimaryExamination(this);
        this.regions = new RegionExamination(this);
    }

    private LiveSite(LiveSite other, PrimaryExaminer examiner, RegionExaminer regions) {
        this.topology = other.topology;
        this.memory = other.memory;
        this.restorePoints = other.restorePoints;
        this.notifications = other.notifications;
        this.evidenceDirectory = other.evidenceDirectory;
        this.programs = other.programs;
        this.intentions = other.intentions;
        this.secrets = other.secrets;
        this.bindings = other.bindings;
        this.examiner = examiner;
        this.regions = regions;
    }

    /** The same systems over the same connections, with another examiner, such as a watch that stands already. */
    public LiveSite examinedBy(PrimaryExaminer other) {
        return new LiveSite(this, other, regions);
    }

    /** As {@link #examinedBy(PrimaryExaminer)}, for regions. */
    public LiveSite regionsExaminedBy(RegionExaminer other) {
        return new LiveSite(this, examiner, other);
    }

    @Override
    public Topology topology() {
        return topology;
    }

    @Override
    public DatabaseBinding database(String name) {
        DatabaseSpec spec = topology.database(Optional.of(name));
        return bindings.databases.computeIfAbsent(
                name, _ -> bindings.databaseDrivers.get(spec.driver(), name).bind(spec, this::host));
    }

    @Override
    public LoadBalancer balancer(String name) {
        BalancerSpec spec = topology.balancer(name);
        return bindings.balancers.computeIfAbsent(
                name, _ -> bindings.balancerDrivers.get(spec.driver(), name).bind(spec, this::host));
    }

    @Override
    public Workloads workloads(String deployment) {
        DeploymentSpec spec = topology.deployment(Optional.of(deployment));
        return bindings.workloads.computeIfAbsent(
                deployment,
                _ -> bindings.workloadDrivers.get(spec.driver(), deployment).bind(spec, this::host));
    }

    @Override
    public DnsZone dns(String name) {
        DnsSpec spec = topology.dns(Optional.of(name));
        return bindings.zones.computeIfAbsent(
                name, _ -> bindings.dnsDrivers.get(spec.driver(), name).bind(spec, secrets));
    }

    @Override
    public RegionalData regionalData(String name) {
        RegionalDataSpec spec = topology.regionalData(name);
        return bindings.data.computeIfAbsent(
                name, _ -> bindings.dataDrivers.get(spec.driver(), name).bind(spec, this::host));
    }

    private HostCommands host(String name) {
        HostSpec spec = topology.host(name);
        return bindings.hosts.computeIfAbsent(
                name, _ -> bindings.hostDrivers.get(spec.driver(), name).bind(spec));
    }

    @Override
    public PrimaryExaminer examiner() {
        return examiner;
    }

    @Override
    public RegionExaminer regions() {
        return regions;
    }

    @Override
    public Reachability reachability() {
        return reachability;
    }

    @Override
    public PrimaryMemory memory() {
        return memory;
    }

    @Override
    public Intentions intentions() {
        return intentions;
    }

    @Override
    public RestorePoints restorePoints() {
        return restorePoints;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Notifications notifications() {
        return notifications;
    }

    @Override
    public Programs programs() {
        return programs;
    }

    @Override
    public Path evidenceDirectory() {
        return evidenceDirectory;
    }
}
