package dev.holdfast.lab.fault;

import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabDnsServer;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.ControlGroup;
import dev.holdfast.lab.process.Daemons;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.ProcessTable;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.lab.server.LabContext;
import dev.holdfast.lab.server.PostgresCluster;
import dev.holdfast.lab.server.PostgresNode;
import dev.holdfast.lab.server.PostgresSession;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Begins and ends faults. */
public final class Faults {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration EFFECT = Duration.ofSeconds(15);

    private final LabContext context;
    private final LabPlan plan;
    private final LabDirectory directory;
    private final Daemons daemons;
    private final PostgresCluster cluster;
    private final PacketFilter filter;
    private final LastingFaults lasting;
    private final RegionFaults regions;

    public Faults(LabContext context) {
        this.context = context;
        this.plan = context.plan();
        this.directory = context.directory();
        this.daemons = context.daemons();
        this.cluster = new PostgresCluster(context);
        this.filter = new PacketFilter(plan, context.account());
        this.lasting = new LastingFaults(context);
        this.regions = new RegionFaults(context, lasting, filter);
    }

    public FaultGrammar grammar() {
        return new FaultGrammar(plan);
    }

    /** Begins the fault that the sentence says, and returns when it has its effect. */
    public Begun begin(String sentence) {
        return begin(grammar().parse(sentence));
    }

    public Begun begin(Fault asked) {
        return switch (asked) {
            case RegionFault ofRegion -> regions.begin(ofRegion);
            case DnsFault ofServer -> begin(ofServer);
            case BalancerFault ofBalancer -> BalancerFaults.begin(ofBalancer, context);
            case Fault.OfNode ofNode -> begin(ofNode);
        };
    }

    private Begun begin(Fault.OfNode asked) {
        PostgresNode node =
                asked.target().equals(FaultGrammar.PRIMARY) ? cluster.primary() : cluster.node(asked.target());
        Fault.OfNode fault = asked.at(node.name());
        if (node.postmaster().isEmpty()) {
            throw new HoldfastException(
                    ErrorCode.LAB_DOWN, "'%s' needs %s to run".formatted(fault.sentence(), node.name()));
        }
        return switch (fault) {
            case Fault.Crash crash -> once(crash, node, () -> kill(node));
            case Fault.Restart restart -> once(restart, node, () -> restart(node, restart.mode()));
            case Fault.Hang hang -> lasting(hang, node, resume(node), () -> pause(node));
            case Fault.Lag lag ->
                lasting(lag, node, sql(node, "select pg_wal_replay_resume()"), () -> pauseReplay(node));
            case Fault.Blackhole hole ->
                drop(hole, node.name(), "dead", node.address().host());
            case Fault.CutRegion cut -> drop(cut, node.name(), "cut", pair(vantage(cut.region()), node));
            case Fault.CutHoldfast cut -> cutHoldfast(cut, node);
            case Fault.FillConnections fill -> lasting(fill, node, release(node), () -> fill(node));
        };
    }

    private Begun begin(DnsFault fault) {
        LabDnsServer server = plan.dnsServer(fault.target());
        ProcessEntry process = daemons.find(server.name())
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.LAB_DOWN, "'%s' needs %s to run".formatted(fault.sentence(), server.name())));
        return switch (fault) {
            case DnsFault.Crash crash -> {
                Instant at = Instant.now();
                Daemons.end(ProcessTable.withDescendants(List.of(process)), "KILL", EFFECT);
                yield new Begun(crash.sentence(), server.name(), at);
            }
            case DnsFault.Blackhole hole ->
                drop(hole, server.name(), "dead", server.address().host());
        };
    }

    private static Begun once(Fault fault, PostgresNode node, Runnable effect) {
        Instant at = Instant.now();
        effect.run();
        return new Begun(fault.sentence(), node.name(), at);
    }

    private Begun lasting(Fault fault, PostgresNode node, String end, Runnable effect) {
        return lasting.begin(fault, node.name(), end, effect);
    }

    private Begun drop(Fault fault, String sufferer, String set, String elements) {
        filter.requirePermission(fault.sentence());
        filter.prepare();
        return lasting.begin(
                fault, sufferer, filter.delete(set, elements) + " || true", () -> shell(filter.add(set, elements)));
    }

    private Begun cutHoldfast(Fault fault, PostgresNode node) {
        filter.requirePermission(fault.sentence());
        filter.prepare();
        String pairs = plan.regions().stream()
                .map(region -> pair(region.vantage(), node))
                .collect(Collectors.joining(", "));
        String host = node.address().host();
        return lasting(
                fault,
                node,
                "%s || true%n%s || true".formatted(filter.delete("cut", pairs), filter.delete("uncontrolled", host)),
                () -> shell(filter.add("cut", pairs) + " && " + filter.add("uncontrolled", host)));
    }

    private static String pair(String vantage, PostgresNode node) {
        return "%s . %s".formatted(vantage, node.address().host());
    }

    private String vantage(String region) {
        return plan.regions().stream()
                .filter(candidate -> candidate.name().equals(region))
                .findFirst()
                .map(LabRegion::vantage)
                .orElseThrow();
    }

    /** The postmaster first: while it lives, or is not paused, it would replace or add children. */
    private static List<ProcessEntry> parentsFirst(PostgresNode node) {
        List<ProcessEntry> all = node.processes();
        Optional<Long> first = node.postmaster().map(ProcessEntry::pid);
        return all.stream()
                .sorted((a, b) -> Boolean.compare(
                        first.filter(pid -> pid == b.pid()).isPresent(),
                        first.filter(pid -> pid == a.pid()).isPresent()))
                .toList();
    }

    /** A process that was born while the others were being killed is killed next. */
    private static void kill(PostgresNode node) {
        boolean dead = Poll.until(EFFECT, () -> {
            Shell.signal("KILL", parentsFirst(node));
            return node.processes().isEmpty();
        });
        if (!dead) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, node.name() + " can't be killed");
        }
    }

    /** Each process of PostgreSQL leads its own session, so no group could be signalled; new ones can appear until all stand still. */
    private static void pause(PostgresNode node) {
        boolean still = Poll.until(EFFECT, () -> {
            List<ProcessEntry> running = parentsFirst(node).stream()
                    .filter(process -> !process.paused())
                    .toList();
            Shell.signal("STOP", running);
            return running.isEmpty();
        });
        if (!still) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, node.name() + " did not stand still");
        }
    }

    private String resume(PostgresNode node) {
        return """
                for p in /proc/[0-9]*; do
                    if [ "$(readlink "$p/cwd" 2>/dev/null)" = %s ]; then kill -CONT "${p#/proc/}" 2>/dev/null || true; fi
                done""".formatted(Shell.quote(
                realPath(directory.dataDirectory(node.name())).toString()));
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("following " + path, e);
        }
    }

    private static void pauseReplay(PostgresNode node) {
        try (PostgresSession session = PostgresSession.open(node.address(), "postgres")) {
            session.execute("select pg_wal_replay_pause()");
        }
        boolean paused = Poll.until(
                EFFECT,
                () -> PostgresSession.look(node.address(), "select pg_get_wal_replay_pause_state()")
                        .filter("paused"::equals)
                        .isPresent());
        if (!paused) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, node.name() + " did not pause its replay");
        }
    }

    private void restart(PostgresNode node, Fault.Restart.Mode mode) {
        daemons.run(
                List.of(
                        PostgresNode.program("pg_ctl"),
                        "restart",
                        "-D",
                        directory.dataDirectory(node.name()).toString(),
                        "-m",
                        mode.word(),
                        "-w",
                        "-l",
                        directory.nodeLog(node.name()).toString()),
                directory.faults().resolve("restart.log"),
                LIMIT);
    }

    /** Takes the connections, also those that others give back later. */
    private void fill(PostgresNode node) {
        String ordinary = ordinaryConnections(node);
        String one = "%s '%s application_name=lab-fill' -qAtc 'select pg_sleep(86400)' >/dev/null 2>&1"
                .formatted(PostgresNode.program("psql"), dsn(node, "app", PostgresCluster.DATABASE));
        daemons.start(
                filler(node),
                List.of(
                        "sh",
                        "-c",
                        "i=0; while [ $i -le %s ]; do i=$((i+1)); (while :; do %s; sleep 2; done) & done; wait"
                                .formatted(ordinary, one)),
                directory.faults().resolve("fill.log"));
        boolean full = Poll.until(
                EFFECT,
                () -> PostgresSession.look(node.address(), """
                                select count(*) >= %s from pg_stat_activity
                                 where backend_type = 'client backend' and pid <> pg_backend_pid()""".formatted(ordinary))
                        .filter("t"::equals)
                        .isPresent());
        if (!full) {
            throw new HoldfastException(
                    ErrorCode.COMMAND_FAILED, "the connections of " + node.name() + " did not fill");
        }
    }

    private static String ordinaryConnections(PostgresNode node) {
        try (PostgresSession session = PostgresSession.open(node.address(), "postgres")) {
            return session.value("""
                            select current_setting('max_connections')::int
                                 - current_setting('superuser_reserved_connections')::int""").orElseThrow();
        }
    }

    /** Sessions that sleep do not notice that their client is gone, so the server is told to end them. */
    private String release(PostgresNode node) {
        return """
                if read -r pid rest <%s; then kill -s KILL -- "-$pid" 2>/dev/null || true; fi
                %s""".formatted(Shell.quote(daemons.recordOf(filler(node)).toString()), sql(node, """
                                select pg_terminate_backend(pid) from pg_stat_activity
                                 where application_name = $$lab-fill$$"""));
    }

    private static String filler(PostgresNode node) {
        return "fill-" + node.name();
    }

    /** The shell command that runs a statement, and goes on when the server is not there. */
    private static String sql(PostgresNode node, String statement) {
        return "%s '%s' -qAtc '%s' >/dev/null 2>&1 || true"
                .formatted(PostgresNode.program("psql"), dsn(node, "holdfast", "postgres"), statement);
    }

    private static String dsn(PostgresNode node, String user, String database) {
        return "host=%s port=%d user=%s dbname=%s connect_timeout=2 sslmode=disable gssencmode=disable"
                .formatted(node.address().host(), node.address().port(), user, database);
    }

    private static void shell(String script) {
        Shell.check(List.of("sh", "-c", script), LIMIT);
    }

    /** Whether the faults that drop packets are available to this process. */
    public static boolean mayDropPackets() {
        return PacketFilter.mayFilter();
    }

    /** Whether the faults that tell the processes of a region from all others are available to this process. */
    public static boolean mayTellRegionsApart() {
        return PacketFilter.mayFilter() && ControlGroup.isSupported();
    }

    /** The sentences of the faults that last and have not ended. */
    public List<String> active() {
        return lasting.active();
    }

    /** The servers that ran in regions that are lost to a crash now. */
    public List<String> lostServers() {
        return regions.lostServers();
    }

    /** Ends every fault that lasts; returns their sentences. A server that crashed stays down. */
    public List<String> clear() {
        List<String> ended = lasting.clear();
        filter.remove();
        return ended;
    }
}
