package dev.holdfast.lab;

import dev.holdfast.lab.fault.Faults;
import dev.holdfast.lab.install.DebianPackages;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.process.Account;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.MachineClaim;
import dev.holdfast.lab.process.Ports;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.server.Balancer;
import dev.holdfast.lab.server.Bringing;
import dev.holdfast.lab.server.DnsServer;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.lab.server.LabOperators;
import dev.holdfast.lab.server.LabProgress;
import dev.holdfast.lab.server.LabProgress.Phase;
import dev.holdfast.lab.server.LabServer;
import dev.holdfast.lab.server.PostgresCluster;
import dev.holdfast.lab.server.PostgresNode;
import dev.holdfast.lab.server.RegionalDatabase;
import dev.holdfast.lab.server.RegionalStores;
import dev.holdfast.lab.server.SshKeys;
import dev.holdfast.lab.server.Together;
import dev.holdfast.lab.server.TopologyFile;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A real multi-region service on this machine: three regions, each with a PostgreSQL server, a load balancer, a host that is
 * reached over ssh, and slots for instances of the service, two of which run; and a database and files of its own; two DNS
 * servers that lead clients to regions; and a stand-in of Kubernetes that starts and ends the instances.
 *
 * <p>Nothing supervises the other servers. They are detached processes, and everything about them is found out again from the directory
 * and from {@code /proc}, so any process can look at the lab or stop it.
 */
public final class Lab {
    /** The kind of an instance of the service. */
    public static final String SERVICE = "service";

    /** The kind of a server that answers for the name of the service. */
    public static final String DNS = "powerdns";

    /** The kind of the server that starts and ends instances. It is none of the real ones, and its name says so. */
    public static final String KUBERNETES = "kubernetes stand-in";

    /** The kind of a process that limits how much each client may ask for. */
    public static final String LIMITER = "rate limiter";

    /** The kind of a database that only one region has. */
    public static final String REGIONAL_DATABASE = "regional database";

    private static final String PACKAGES = "packages";

    private final LabDirectory directory;
    private final LabPlan plan;

    public Lab(LabDirectory directory) {
        this(directory, LabPlan.standard());
    }

    /** A lab on other addresses, which can run beside the usual one. */
    public Lab(LabDirectory directory, LabPlan plan) {
        this.directory = directory;
        this.plan = plan;
    }

    public LabDirectory directory() {
        return directory;
    }

    public LabPlan plan() {
        return plan;
    }

    /** Brings up what is missing, and returns when every server answers. Repeatable. */
    public void up(LabOptions options, Consumer<LabProgress> progress) {
        Consumer<LabProgress> report = oneAtATime(progress);
        DebianPackages.ensure(
                text -> report.accept(new LabProgress(PACKAGES, "", Phase.INSTALLING, Duration.ZERO, text)));
        LabContext context = context();
        context.files().prepare();
        try (LabLock lock = LabLock.take(directory)) {
            lock.held();
            claim(context).take(ownProcess());
            Ports.refuseForeign(addresses(context), members(context));
            start(context, options, report);
            new LabOperators(context).prepare();
            context.files()
                    .write(
                            directory.topology(),
                            TopologyFile.render(
                                    plan, directory, context.account().name(), withService(context, options)),
                            "rw-r--r--");
            claim(context).take(members(context));
        }
    }

    private void start(LabContext context, LabOptions options, Consumer<LabProgress> report) {
        Bringing bringing = new Bringing(report);
        context.files().directory(directory.processes());
        PostgresCluster cluster = new PostgresCluster(context);
        PostgresNode primary = cluster.primary();
        List<Balancer> balancers = LabServers.balancers(context, primary.name());
        List<DnsServer> dnsServers = options.service().isPresent() ? LabServers.dnsServers(context) : List.of();
        List<Runnable> tasks = new ArrayList<>();
        tasks.add(() -> cluster.up(primary, bringing));
        tasks.add(() -> {
            new SshKeys(context).prepare();
            together(LabServers.hosts(context), bringing::up);
        });
        balancers.forEach(balancer -> tasks.add(() -> bringing.up(balancer)));
        options.service()
                .ifPresent(command -> tasks.add(() -> new Pods(context, command, primary.name()).up(bringing)));
        if (options.service().isPresent()) {
            tasks.add(() -> RegionalStores.prepare(context));
            tasks.add(() -> {
                RegionalDatabase.prepareTemplate(context);
                together(LabServers.regionalDatabases(context), bringing::up);
            });
        }
        tasks.add(() -> {
            DnsServer.prepareCountries(context);
            together(dnsServers, bringing::up);
        });
        Together.all(tasks);
        if (options.service().isPresent()) {
            together(balancers, Balancer::awaitService);
            together(dnsServers, DnsServer::awaitService);
        }
    }

    private static <T> void together(List<T> all, Consumer<T> task) {
        Together.all(all.stream().<Runnable>map(each -> () -> task.accept(each)).toList());
    }

    /** Progress comes from several threads; who shows it need not care. */
    private static Consumer<LabProgress> oneAtATime(Consumer<LabProgress> progress) {
        return each -> {
            synchronized (progress) {
                progress.accept(each);
            }
        };
    }

    /** Ends every process of the lab, and makes sure that no process and no port is left. Repeatable. */
    public LabEnd down(Consumer<LabProgress> progress) {
        Instant began = Instant.now();
        if (!directory.exists()) {
            return new LabEnd(0, Duration.ZERO);
        }
        LabContext context = context();
        try (LabLock lock = LabLock.take(directory)) {
            lock.held();
            int ended = new Ending(context, oneAtATime(progress)).end(LabServers.all(context), addresses(context));
            claim(context).release();
            return new LabEnd(ended, Duration.between(began, Instant.now()));
        }
    }

    /** {@link #down}, then deletes the lab's directory. */
    public LabEnd delete(Consumer<LabProgress> progress) {
        LabEnd end = down(progress);
        if (directory.exists()) {
            LabFiles.delete(directory.root());
        }
        return end;
    }

    /** Begins anew: all data of the lab is deleted, and every server has the role it had at first. */
    public void reset(LabOptions options, Consumer<LabProgress> progress) {
        delete(progress);
        up(options, progress);
    }

    /** What every server does now. */
    public LabStatus status() {
        if (!directory.exists()) {
            return new LabStatus(directory.root(), List.of(), List.of());
        }
        LabContext context = context();
        return new LabStatus(directory.root(), new Looking(context).servers(), new Faults(context).active());
    }

    /** The faults of this lab, which must be up. */
    public Faults faults() {
        if (!directory.exists()) {
            throw new HoldfastException(ErrorCode.LAB_DOWN, "There is no lab in " + directory.root());
        }
        return new Faults(context());
    }

    /** Ends every fault that lasts, starts what crashed, and returns what was ended. */
    public List<String> clearFaults(Consumer<LabProgress> progress) {
        Faults faults = faults();
        LabContext context = context();
        Bringing bringing = new Bringing(oneAtATime(progress));
        return members(context).isEmpty() ? faults.clear() : new Revival(context, bringing).revive(faults);
    }

    /** The name of the server that is primary now, or will be when the lab comes up. */
    public String primary() {
        return new PostgresCluster(context()).primary().name();
    }

    private LabContext context() {
        return LabContext.of(plan, directory, Account.forServers());
    }

    private MachineClaim claim(LabContext context) {
        return new MachineClaim(MachineClaim.place(), context.plan().subnet(), directory);
    }

    private static List<ProcessEntry> ownProcess() {
        return ProcessEntry.read(ProcessHandle.current().pid()).stream().toList();
    }

    private List<ProcessEntry> members(LabContext context) {
        return context.daemons()
                .members(plan.nodes().stream()
                        .map(node -> directory.dataDirectory(node.name()))
                        .toList());
    }

    private List<HostPort> addresses(LabContext context) {
        return Stream.concat(
                        plan.nodes().stream().map(node -> node.address()),
                        LabServers.all(context).stream()
                                .map(LabServer::addresses)
                                .flatMap(List::stream))
                .toList();
    }

    /** The service stays in the topology when it runs already and only the database was asked for. */
    private static boolean withService(LabContext context, LabOptions options) {
        return options.service().isPresent()
                || LabServers.pods(context).stream()
                        .anyMatch(instance -> instance.process().isPresent());
    }
}
