package dev.holdfast.drivers.powerdns;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A real PowerDNS that a test started. Its zones stay when it is started anew. */
final class PowerdnsProcess implements AutoCloseable {
    static final String KEY = "a-key-of-the-test";
    private static final Path SCHEMA = Path.of("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql");
    private static final int DNS = 5353;
    private static final int API = 8081;

    private final Path directory;
    private final String host;
    private Process process;

    private PowerdnsProcess(Path directory, String host, Process process) {
        this.directory = directory;
        this.host = host;
        this.process = process;
    }

    /** Starts one without a zone, and waits until its API listens. */
    static PowerdnsProcess start(Path directory, String host, Path countries) throws IOException {
        Files.createDirectories(directory);
        Path database = directory.resolve("zones.sqlite3");
        createTables(database);
        Files.writeString(directory.resolve("pdns.conf"), configuration(directory, host, database, countries));
        PowerdnsProcess started = new PowerdnsProcess(directory, host, launch(directory));
        started.awaitListening();
        return started;
    }

    private static String configuration(Path directory, String host, Path database, Path countries) {
        return """
                launch=gsqlite3,geoip
                gsqlite3-database=%1$s
                gsqlite3-pragma-synchronous=0
                geoip-database-files=mmdb:%2$s
                local-address=%3$s
                local-port=%4$d
                query-local-address=%3$s
                socket-dir=%5$s
                daemon=no
                guardian=no
                write-pid=no
                disable-syslog=yes
                security-poll-suffix=
                api=yes
                api-key=%6$s
                webserver=yes
                webserver-address=%3$s
                webserver-port=%7$d
                webserver-allow-from=127.0.0.0/8
                webserver-loglevel=none
                enable-lua-records=yes
                lua-health-checks-interval=1
                edns-subnet-processing=yes
                cache-ttl=0
                query-cache-ttl=0
                negquery-cache-ttl=0
                zone-cache-refresh-interval=0
                receiver-threads=1
                distributor-threads=1
                """.formatted(database, countries, host, DNS, directory, KEY, API);
    }

    private static void createTables(Path database) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (String line : Files.readString(SCHEMA).split(";", -1)) {
                if (!line.isBlank()) {
                    statement.execute(line);
                }
            }
        } catch (SQLException e) {
            throw new IOException("creating the tables", e);
        }
    }

    private static Process launch(Path directory) throws IOException {
        return new ProcessBuilder("/usr/sbin/pdns_server", "--config-dir=" + directory)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private void awaitListening() throws IOException {
        Deadline deadline = Deadline.in(Duration.ofSeconds(20));
        while (!listens(DNS) || !listens(API)) {
            if (deadline.isOver() || !process.isAlive()) {
                process.destroyForcibly();
                throw new IOException("PowerDNS did not start: " + Files.readString(directory.resolve("log")));
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it, and starts it on what it had. */
    void restart() throws IOException {
        close();
        process = launch(directory);
        awaitListening();
    }

    DnsSpec.Server server(String name) {
        return new DnsSpec.Server(name, "us-east-1", address(), api(), Optional.of("env:KEY"));
    }

    HostPort address() {
        return new HostPort(host, DNS);
    }

    String api() {
        return "http://%s:%d".formatted(host, API);
    }

    /** Sends a request to its API, as somebody other than the driver. */
    HttpResponse<String> tell(String method, String path, String json) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(api() + "/api/v1/servers/localhost/zones" + path))
                            .header("X-API-Key", KEY)
                            .method(method, BodyPublishers.ofString(json))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    /** Creates the zone {@code lab.test.}. */
    void createZone(String kind, String soaEdit) throws IOException, InterruptedException {
        HttpResponse<String> response = tell("POST", "", """
                {"name": "lab.test.", "kind": "%s", "nameservers": ["ns1.lab.test."], "soa_edit_api": "%s"}
                """.formatted(kind, soaEdit));
        if (response.statusCode() != 201) {
            throw new IOException("creating the zone: " + response.body());
        }
    }

    /** Puts a record of somebody else where the service is. */
    void put(String type, String content) throws IOException, InterruptedException {
        HttpResponse<String> response = tell("PATCH", "/lab.test.", """
                {"rrsets": [{"name": "www.lab.test.", "type": "%s", "ttl": 60, "changetype": "REPLACE",
                  "records": [{"content": "%s", "disabled": false}]}]}
                """.formatted(type, content));
        if (response.statusCode() != 204) {
            throw new IOException("putting a record: " + response.body());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
