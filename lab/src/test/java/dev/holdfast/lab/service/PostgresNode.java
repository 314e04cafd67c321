package dev.holdfast.lab.service;

import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real PostgreSQL server of a test, alone, on a free port; never run as root. */
public final class PostgresNode implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String ADDRESS = "127.43.1.10";
    private static final String SERVER_USER = "postgres";
    private static final String SCHEMA = """
            create table orders (
                id uuid primary key,
                region text,
                client text,
                client_time timestamptz,
                item text,
                quantity int,
                created_at timestamptz default clock_timestamp(),
                timeline int default ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int)
            """;

    private final Path directory;
    private final int port;
    private Optional<Process> server = Optional.empty();

    private PostgresNode(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Makes a cluster with the table of the orders, and starts it. */
    public static PostgresNode create() {
        try {
            Path directory = Files.createTempDirectory("holdfast-postgres-");
            if (isRoot()) {
                UserPrincipal owner = directory
                        .getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(SERVER_USER);
                Files.setOwner(directory, owner);
            }
            var node = new PostgresNode(directory, freePort());
            node.run("initdb", "-D", node.data(), "--no-sync", "-A", "trust", "-U", "app", "-E", "UTF8", "--locale=C");
            node.start();
            node.execute(SCHEMA);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HostPort address() {
        return new HostPort(ADDRESS, port);
    }

    public String database() {
        return "postgres";
    }

    public String user() {
        return "app";
    }

    /** Starts the server, and returns when it takes connections. */
    public void start() {
        server = Optional.of(launch(
                "postgres",
                "-D",
                data(),
                "-c",
                "listen_addresses=" + ADDRESS,
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=",
                "-c",
                "shared_buffers=16MB",
                "-c",
                "fsync=off"));
        Eventually.holds("PostgreSQL takes connections", () -> {
            connect().close();
            return true;
        });
    }

    /** Stops the server in order; open sessions are ended. */
    public void stop() {
        server.ifPresent(process -> {
            await(launch("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop"));
            await(process);
        });
        server = Optional.empty();
    }

    /** Kills the server and every process of it. */
    public void kill() {
        server.ifPresent(process -> {
            List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
            process.destroyForcibly();
            family.forEach(ProcessHandle::destroyForcibly);
            await(process);
            Eventually.holds("the processes are gone", () -> family.stream().noneMatch(ProcessHandle::isAlive));
        });
        server = Optional.empty();
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://%s/%s?user=%s&sslmode=disable&connectTimeout=5"
                .formatted(address(), database(), user()));
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row. */
    public long query(String sql) {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void run(String program, String... arguments) {
        int code = await(launch(program, arguments));
        if (code != 0) {
            throw new IllegalStateException(program + " ended with " + code + "; see " + directory.resolve("log"));
        }
    }

    private Process launch(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of(
                    "setpriv", "--reuid=" + SERVER_USER, "--regid=" + SERVER_USER, "--init-groups", "--", "env"));
            command.add("HOME=" + directory);
        }
        command.add(programs().resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Path programs() {
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.max(Comparator.naturalOrder()).orElseThrow().resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is not installed below " + INSTALLED, e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(ADDRESS))) {
            return socket.getLocalPort();
        }
    }
}
