package dev.holdfast.drivers.postgresql;

import dev.holdfast.drivers.ssh.TestMachine;
import dev.holdfast.engine.spi.DatabaseBinding;
import dev.holdfast.engine.spi.HostCommands;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.topology.DatabaseAccess;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DetectionPolicy;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.NodeSpec;
import dev.holdfast.model.topology.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A primary {@code a} and two standbys {@code b} and {@code c}, on a test machine. */
final class TestCluster implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String BINARIES = "/usr/lib/postgresql/15/bin/";
    private static final List<String> NODES = List.of("a", "b", "c");

    private final TestMachine machine;
    private final DatabaseSpec spec;
    private final DatabaseBinding binding;

    private TestCluster(TestMachine machine) {
        this.machine = machine;
        this.spec = new DatabaseSpec(
                "orders",
                "postgresql",
                new Objective(Duration.ofMinutes(5), Duration.ofMinutes(1)),
                new DatabaseAccess("orders", "holdfast", "repl", BINARIES),
                NODES.stream().map(this::node).toList(),
                List.of(),
                new DetectionPolicy(Duration.ofMillis(50), Duration.ofMillis(1200), Duration.ofSeconds(15)));
        this.binding = newBinding();
    }

    static TestCluster start(TestMachine machine) throws IOException {
        TestCluster cluster = new TestCluster(machine);
        for (String node : NODES) {
            cluster.configure(node);
        }
        cluster.createPrimary();
        for (String node : List.of("b", "c")) {
            cluster.addStandby(node);
        }
        return cluster;
    }

    /** Another one, which has no session open yet. */
    DatabaseBinding newBinding() {
        HostCommands commands = machine.commands();
        return new PostgresDriver().bind(spec, host -> commands);
    }

    DatabaseBinding binding() {
        return binding;
    }

    DatabaseSpec spec() {
        return spec;
    }

    HostPort address(String node) {
        return spec.node(node).address();
    }

    String vantage() {
        return machine.address(8);
    }

    Path dataDirectory(String node) {
        return Path.of(data(node));
    }

    NodeState state(String node) {
        return binding.cluster().observe(node, LIMIT);
    }

    /** Ends every process of a server at once, as a power failure does. */
    void crash(String node) {
        TestMachine.signal("KILL", processes(node));
        TestMachine.await(node + " to end", () -> processes(node).isEmpty());
    }

    void hang(String node) {
        TestMachine.signal("STOP", processes(node));
    }

    void wake(String node) {
        TestMachine.signal("CONT", processes(node));
    }

    List<ProcessHandle> processes(String node) {
        return TestMachine.processesIn(dataDirectory(node));
    }

    void execute(String node, String... statements) {
        executeAs("holdfast", "orders", node, statements);
    }

    String value(String node, String query) {
        try (Connection connection = connect("holdfast", "orders", node);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return Optional.ofNullable(rows.getString(1)).orElse("");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    Connection connect(String user, String database, String node) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s/%s?user=%s&sslmode=disable&gssEncMode=disable&connectTimeout=10"
                        .formatted(address(node), database, user));
    }

    String run(String program, String... arguments) {
        return machine.run(Stream.concat(Stream.of(BINARIES + program), Stream.of(arguments))
                .toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        for (String node : NODES) {
            processes(node).forEach(ProcessHandle::destroyForcibly);
            TestMachine.await(node + " to end", () -> processes(node).isEmpty());
            removeSharedMemory(node);
            machine.run(
                    "rm",
                    "-rf",
                    data(node),
                    machine.directory().resolve(node + ".log").toString());
        }
    }

    /** A server that is killed leaves its shared memory segment to the next start. */
    private void removeSharedMemory(String node) throws IOException {
        Path lockFile = dataDirectory(node).resolve("postmaster.pid");
        if (Files.exists(lockFile)) {
            String keyAndSegment = Files.readAllLines(lockFile).get(6);
            String segment = keyAndSegment.replaceFirst("^\\s*\\S+", "").strip();
            machine.run("sh", "-c", "ipcrm -m " + segment + " || true");
        }
    }

    /** The first cluster of a machine makes it, and keeps a copy for those that come after. */
    private void createPrimary() {
        Path template = machine.directory().resolve("template");
        if (Files.exists(template)) {
            machine.run("cp", "-a", template.toString(), data("a"));
            binding.cluster().start("a", LIMIT);
            return;
        }
        run(
                "initdb",
                "-D",
                data("a"),
                "-k",
                "--no-sync",
                "-A",
                "trust",
                "-U",
                "postgres",
                "--no-instructions",
                "-E",
                "UTF8",
                "--locale=C");
        binding.cluster().start("a", LIMIT);
        executeAs(
                "postgres",
                "postgres",
                "a",
                "create role holdfast superuser login",
                "create role repl replication login",
                "create database orders owner holdfast");
        execute(
                "a",
                "create table orders (id int primary key, item text)",
                "create schema holdfast",
                "create table holdfast.canary (source text primary key, beat bigint, at timestamptz)");
        binding.cluster().stopCleanly("a", LIMIT);
        binding.cluster().allowStartAsPrimary("a", LIMIT);
        machine.run("cp", "-a", data("a"), template.toString());
        binding.cluster().start("a", LIMIT);
    }

    private void addStandby(String node) {
        run(
                "pg_basebackup",
                "-d",
                "host=%s port=5432 user=repl".formatted(address("a").host()),
                "-D",
                data(node),
                "-X",
                "stream",
                "-C",
                "-S",
                node,
                "-c",
                "fast",
                "--no-sync",
                "--no-manifest");
        String conninfo = ConnInfo.forStandby(node, address("a"), "repl").toString();
        machine.run("sh", "-c", """
                echo "primary_conninfo = '$1'" > "$0/postgresql.auto.conf"
                echo "primary_slot_name = '$2'" >> "$0/postgresql.auto.conf"
                touch "$0/standby.signal"
                """, data(node), conninfo, node);
        binding.cluster().start(node, LIMIT);
        TestMachine.await(
                node + " to stream",
                () -> state(node) instanceof NodeState.Standby standby
                        && standby.upstream().receiving());
    }

    private void configure(String node) throws IOException {
        machine.write(node + ".conf", """
                data_directory = '%s'
                hba_file = '%s/hba'
                listen_addresses = '%s'
                port = 5432
                unix_socket_directories = ''
                cluster_name = '%s'
                max_connections = 30
                shared_buffers = 16MB
                dynamic_shared_memory_type = mmap
                wal_level = replica
                wal_log_hints = on
                hot_standby_feedback = on
                wal_keep_size = 64MB
                wal_sender_timeout = 3s
                wal_receiver_timeout = 1s
                wal_receiver_status_interval = 1s
                """.formatted(
                        data(node), machine.directory(), address(node).host(), node));
        machine.write("hba", "host all all 127.0.0.0/8 trust\nhost replication all 127.0.0.0/8 trust\n");
    }

    private void executeAs(String user, String database, String node, String... statements) {
        try (Connection connection = connect(user, database, node);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private NodeSpec node(String name) {
        return new NodeSpec(
                name,
                "somewhere",
                "machine",
                new HostPort(machine.address(10 + NODES.indexOf(name)), 5432),
                100,
                data(name),
                machine.directory().resolve(name + ".conf").toString(),
                machine.directory().resolve(name + ".log").toString());
    }

    private String data(String node) {
        return machine.directory().resolve(node).toString();
    }
}
