package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabInstance;
import dev.holdfast.lab.plan.LabNode;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.Daemons;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** HAProxy of a region: where its clients find the service, and the service finds the database. */
public final class Balancer implements LabServer {
    private static final int ANSWER_MILLIS = 1000;

    private final LabPlan plan;
    private final LabRegion region;
    private final LabDirectory directory;
    private final LabFiles files;
    private final Daemons daemons;
    private final String primary;

    /**
     * The load balancer of a region.
     *
     * @param primary the name of the server that has the primary's role when this starts
     */
    public Balancer(LabContext context, LabRegion region, String primary) {
        this.plan = context.plan();
        this.directory = context.directory();
        this.files = context.files();
        this.daemons = context.daemons();
        this.region = region;
        this.primary = primary;
    }

    @Override
    public String name() {
        return "haproxy-" + region.shortName();
    }

    @Override
    public LabRegion region() {
        return region;
    }

    @Override
    public List<HostPort> addresses() {
        return List.of(http(region), writer(region), reader(region), control(region));
    }

    /** Where clients of this region find the service. */
    public static HostPort http(LabRegion region) {
        return new HostPort(region.balancer(), 8080);
    }

    /** Leads to the primary. */
    public static HostPort writer(LabRegion region) {
        return new HostPort(region.balancer(), 5432);
    }

    /** Leads to the standbys. */
    public static HostPort reader(LabRegion region) {
        return new HostPort(region.balancer(), 5433);
    }

    /** The Runtime API. */
    public static HostPort control(LabRegion region) {
        return new HostPort(region.balancer(), 9999);
    }

    @Override
    public Path log() {
        return directory.balancers().resolve(region.shortName() + ".log");
    }

    @Override
    public Optional<ProcessEntry> process() {
        return daemons.find(name());
    }

    @Override
    public void start() {
        Path config = files.write(
                directory.balancers().resolve(region.shortName() + ".cfg"), render(plan, region, primary), "rw-r--r--");
        daemons.start(name(), List.of("/usr/sbin/haproxy", "-db", "-f", config.toString()), log());
    }

    /** The configuration with which the writer leads to this primary, and the reader to the others. */
    static String render(LabPlan plan, LabRegion region, String primary) {
        return Template.render(
                "haproxy.cfg",
                Map.of(
                        "region", region.name(),
                        "host", region.balancer(),
                        "writers", databaseServers(plan, name -> name.equals(primary)),
                        "readers", databaseServers(plan, name -> !name.equals(primary)),
                        "instances", instances(plan, region)));
    }

    private static String databaseServers(LabPlan plan, Predicate<String> enabled) {
        return plan.nodes().stream()
                .map(node -> databaseServer(node, enabled.test(node.name())))
                .collect(Collectors.joining("\n"));
    }

    private static String databaseServer(LabNode node, boolean enabled) {
        return "    server %s %s%s".formatted(node.name(), node.address(), enabled ? "" : " disabled");
    }

    /** The region's own instances, and those of the other regions for when none of its own is left. */
    private static String instances(LabPlan plan, LabRegion region) {
        return plan.instances().stream()
                .sorted((a, b) ->
                        Boolean.compare(!a.region().equals(region), !b.region().equals(region)))
                .map(instance -> instanceServer(instance, region))
                .collect(Collectors.joining("\n"));
    }

    private static String instanceServer(LabInstance instance, LabRegion region) {
        return "    server %s %s%s"
                .formatted(
                        instance.name(), instance.address(), instance.region().equals(region) ? "" : " backup");
    }

    @Override
    public boolean answers() {
        HostPort control = control(region);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(control.host(), control.port()), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write("show info\n".getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.contains("Name: HAProxy");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Waits until the load balancer has noticed that the service runs, and clients of its region are served. */
    public void awaitService() {
        if (!Poll.until(patience(), () -> Readiness.at(http(region)))) {
            throw Bringing.failed(name(), "does not lead to a ready instance of the service", log());
        }
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(15);
    }
}
