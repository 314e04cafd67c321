package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.app.command.Program;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.ServiceProcess;
import dev.holdfast.app.wiring.Surroundings;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabOptions;
import dev.holdfast.lab.fault.Begun;
import dev.holdfast.lab.fault.Faults;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabInstance;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.process.LabFiles;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.server.PostgresSession;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.operations.Operations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A lab for the tests of one class, on addresses of its own, with a state directory beside it. It comes up once, and is taken
 * down and deleted at the end, which proves that nothing of it is left.
 */
final class LabUnderTest implements BeforeAllCallback, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path root;
    private final Lab lab;
    private final Catalogue catalogue = new Catalogue(Operations.all());

    /**
     * @param subnet the first of its three subnets, which no other test may use
     */
    LabUnderTest(int subnet) {
        this(subnet, LabPlan.startingAt(subnet));
    }

    private LabUnderTest(int subnet, LabPlan plan) {
        // The account of the database servers must be able to reach it.
        root = Path.of("/var/tmp/holdfast-scenario-%d-%d"
                .formatted(subnet, ProcessHandle.current().pid()));
        lab = new Lab(new LabDirectory(root.resolve("lab")), plan);
    }

    /** One with a single instance of the service in each region, which comes up sooner. */
    static LabUnderTest small(int subnet) {
        LabPlan usual = LabPlan.startingAt(subnet);
        List<LabInstance> first = usual.regions().stream()
                .map(region -> usual.instancesOf(region).getFirst())
                .toList();
        return new LabUnderTest(
                subnet, new LabPlan(usual.regions(), usual.nodes(), first, usual.dnsServers(), usual.countries()));
    }

    /** What a command line left behind. */
    record Result(int exitCode, String out, String err) {}

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Files.createDirectories(root.resolve("lab"));
        lab.up(LabOptions.everything(new ServiceProcess()), _ -> {});
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Leftovers leftovers = Leftovers.of(lab, root);
        try {
            lab.delete(_ -> {});
        } finally {
            LabFiles.delete(root);
        }
        leftovers.assertNone();
    }

    Lab lab() {
        return lab;
    }

    Path state() {
        return root.resolve("state");
    }

    /** A directory for what a test writes. */
    Path directory(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    /** The variables that lead the program to this lab. */
    Map<String, String> environment() {
        return Map.of(
                "HOME", root.toString(),
                "HOLDFAST_LAB", lab.directory().root().toString(),
                "HOLDFAST_STATE", state().toString(),
                "HOLDFAST_RUNBOOKS",
                        Path.of("").toAbsolutePath().resolveSibling("runbooks").toString());
    }

    /** Holdfast with this lab's topology and state. */
    Installation installation() {
        return new Installation(surroundings(silent(), silent()), catalogue, Optional.empty(), Optional.empty());
    }

    /** Runs a command line of the program in this process, with nobody to ask. */
    Result run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = surroundings(stream(out), stream(err));
        int exitCode = new Program(surroundings, catalogue).run(List.of(words));
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command line that must do what it says. */
    String done(String... words) {
        Result result = run(words);
        assertThat(result.exitCode())
                .as("%s%n%s%s", String.join(" ", words), result.out(), result.err())
                .isZero();
        return result.out();
    }

    static PrintStream silent() {
        return stream(OutputStream.nullOutputStream());
    }

    private static PrintStream stream(OutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }

    private Surroundings surroundings(PrintStream out, PrintStream err) {
        return new Surroundings(environment(), root, root, Terminal.plain(out, err));
    }

    Begun begin(String fault) {
        return lab.faults().begin(fault);
    }

    /**
     * Whether this process may begin the fault. When it may not, the lab must say so and change nothing, which is all that can
     * be tested then.
     */
    boolean permits(String fault) {
        boolean dropsPackets = fault.startsWith("blackhole") || fault.startsWith("cut");
        if (!dropsPackets || Faults.mayDropPackets()) {
            return true;
        }
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> begin(fault))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.FAULT_NOT_PERMITTED));
        assertThat(lab.status().faults()).isEmpty();
        return false;
    }

    /** Ends every fault, and waits until both standbys stream from the primary. */
    void heal() {
        lab.clearFaults(_ -> {});
        String attached = "select count(*) from pg_stat_replication where state = 'streaming'";
        boolean whole = Poll.until(PATIENCE, () -> look(lab.primary(), attached).equals(Optional.of("2")));
        assertThat(whole).as("both standbys stream from %s", lab.primary()).isTrue();
    }

    HostPort address(String node) {
        return lab.plan().node(node).address();
    }

    /** The first column of the first row; empty when the server does not answer, or there is none. */
    Optional<String> look(String node, String query) {
        return PostgresSession.look(address(node), query);
    }

    /** The timeline that the primary writes, which every promotion increases by one. */
    int timeline() {
        return look(lab.primary(), "select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int")
                .map(Integer::parseInt)
                .orElseThrow();
    }

    /** The address that a standby streams from; empty when it does not. */
    Optional<String> upstream(String standby) {
        return look(standby, "select sender_host from pg_stat_wal_receiver where status = 'streaming'");
    }
}
