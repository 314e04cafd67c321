package dev.holdfast.drivers.regional;

import dev.holdfast.drivers.ssh.TestMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** A PostgreSQL server of a region, on a test machine. */
final class RegionalServer implements AutoCloseable {
    static final String BINARIES = "/usr/lib/postgresql/15/bin";

    private final TestMachine machine;
    private final Path directory;
    private final String address;

    private RegionalServer(TestMachine machine, Path directory, String address) {
        this.machine = machine;
        this.directory = directory;
        this.address = address;
    }

    static RegionalServer start(TestMachine machine, String name, int number) {
        RegionalServer server = new RegionalServer(machine, machine.directory().resolve(name), machine.address(number));
        machine.run("sh", "-c", """
                initdb="$0/initdb" ctl="$0/pg_ctl"
                "$initdb" -D "$1" -k --no-sync -A trust -U holdfast --no-instructions -E UTF8 --locale=C
                "$ctl" start -D "$1" -l "$1.log" -w -t 30 \\
                  -o "-c listen_addresses=$2 -c unix_socket_directories= -c dynamic_shared_memory_type=mmap" > "$1.out" 2>&1
                """, BINARIES, server.directory.toString(), server.address);
        return server;
    }

    Map<String, String> settings(Path staging) {
        return Map.of(
                "address",
                address + ":5432",
                "database",
                "profiles",
                "user",
                "holdfast",
                "binaries",
                BINARIES,
                "staging",
                staging.toString());
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://%s/%s?user=holdfast&sslmode=disable&gssEncMode=disable"
                .formatted(address, database));
    }

    void execute(String database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    String value(String database, String query) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return Optional.ofNullable(rows.getString(1)).orElse("");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(directory.resolve("postmaster.pid"))) {
            machine.run(BINARIES + "/pg_ctl", "stop", "-D", directory.toString(), "-m", "fast", "-w");
        }
        machine.run("rm", "-rf", directory.toString());
    }
}
