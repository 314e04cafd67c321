package dev.holdfast.lab.server;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.Daemons;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** HAProxy of a region: where its clients find the service, and the service finds the database. */
public final class Balancer implements LabServer {
    private static final int ANSWER_MILLIS = 1000;
    private static final String SERVER_STATES = "show servers state";
    private static final String WORKER = "Pid: ";
    private static final Duration RELOAD = Duration.ofSeconds(3);

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
        return name(region);
    }

    /** What the load balancer of a region is called among the lab's servers. */
    public static String name(LabRegion region) {
        return "haproxy-" + region.shortName();
    }

    @Override
    public LabRegion region() {
        return region;
    }

    @Override
    public List<HostPort> addresses() {
        return List.of(http(region), writer(region), reader(region), control(region), master(region));
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

    /** What the master says of its workers: an interface like that of the Runtime API. */
    public static HostPort master(LabRegion region) {
        return new HostPort(region.balancer(), 9998);
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
                directory.balancers().resolve(region.shortName() + ".cfg"),
                BalancerConfig.render(plan, directory, region, primary),
                "rw-r--r--");
        kept().prepareStart();
        // A master that stays in the foreground, with a worker that a reload replaces.
        String master = "ipv4@" + master(region);
        daemons.start(name(), List.of("/usr/sbin/haproxy", "-W", "-S", master, "-f", config.toString()), log());
    }

    @Override
    public boolean answers() {
        return worker().isPresent();
    }

    /**
     * Makes it read its configuration and what was kept anew, as an administrator would. Returns when the new worker serves;
     * the old one finishes what it has.
     */
    public void reload() {
        ProcessEntry master = process()
                .orElseThrow(() ->
                        new HoldfastException(ErrorCode.LAB_DOWN, "reloading %s needs it to run".formatted(name())));
        Optional<Long> before = worker();
        Instant end = Instant.now().plus(patience());
        do {
            // A master that has only just started does not hear the signal.
            Shell.signal("USR2", List.of(master));
        } while (!Poll.until(RELOAD, () -> isAnother(before)) && Instant.now().isBefore(end));
        if (!isAnother(before)) {
            throw Bringing.failed(name(), "did not reload", log());
        }
    }

    private boolean isAnother(Optional<Long> before) {
        return worker().filter(now -> !before.equals(Optional.of(now))).isPresent();
    }

    /** The id of the process that serves now, as it says itself; empty when it does not answer. */
    private Optional<Long> worker() {
        return ask("show info")
                .lines()
                .filter(line -> line.startsWith(WORKER))
                .map(line -> Long.valueOf(line.substring(WORKER.length())))
                .findFirst();
    }

    /** What the Runtime API answers; nothing when it does not. */
    private String ask(String command) {
        HostPort control = control(region);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(control.host(), control.port()), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException notYet) {
            return "";
        }
    }

    /** Waits until the load balancer knows which slots are empty, and clients of its region are served. */
    public void awaitService() {
        boolean served =
                Poll.until(patience(), () -> Readiness.at(http(region)) && KeptState.complete(ask(SERVER_STATES)));
        if (!served) {
            throw Bringing.failed(name(), "does not lead to a ready instance of the service", log());
        }
        kept().seed(ask(SERVER_STATES));
    }

    private KeptState kept() {
        return new KeptState(directory, files, region);
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(15);
    }
}
