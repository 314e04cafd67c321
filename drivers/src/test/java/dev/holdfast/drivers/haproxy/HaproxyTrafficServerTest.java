package dev.holdfast.drivers.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.balancer.ServerState.Admin;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shares, sessions, clients that are asked to leave, and counters of a real HAProxy. */
@Timeout(60)
class HaproxyTrafficServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private ReloadableHaproxy haproxy;
    private LoadBalancer balancer;
    private NamedWebServer red;
    private NamedWebServer blue;
    private GreetingServer database;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        red = new NamedWebServer("red", "127.138.0.31");
        blue = new NamedWebServer("blue", "127.138.0.32");
        database = new GreetingServer("primary", "127.138.0.10");
        haproxy = ReloadableHaproxy.start(directory, """
                frontend http
                  bind 127.138.0.20:8080
                  http-after-response set-header Connection close if { str(leave),map_str_int(KNOBS,0) gt 0 }
                  http-request deny if { path /secret }
                  default_backend app
                backend app
                  server red %1$s weight 100
                  server blue %2$s weight 100
                  server plain %1$s disabled
                  server spare %2$s backup
                frontend pg
                  mode tcp
                  bind 127.138.0.20:5432
                  default_backend pg_writer
                backend pg_writer
                  mode tcp
                  server primary %3$s
                """.formatted(red, blue, database));
        balancer = haproxy.balancer();
    }

    @AfterEach
    void stop() throws IOException {
        haproxy.close();
        red.close();
        blue.close();
        database.close();
    }

    @Test
    void givesAServerItsShare() throws IOException {
        assertThat(served(20)).containsExactly("blue", "red");

        balancer.weigh("app", "red", 0, LIMIT);

        assertThat(served(20)).containsExactly("blue");
        assertThat(state("red")).isEqualTo(new ServerState("red", Admin.READY, false, 0));

        balancer.weigh("app", "red", 10, LIMIT);
        assertThat(IntStream.range(0, 110).filter(_ -> get("/").equals("red")).count())
                .isBetween(8L, 12L);
    }

    @Test
    void refusesAShareThatItCantGive() {
        assertThat(failure(() -> balancer.weigh("app", "plain", 50, LIMIT)).code())
                .isEqualTo(ErrorCode.PARAMETER_INVALID);
        assertThat(failure(() -> balancer.weigh("app", "red", 257, LIMIT)).code())
                .isEqualTo(ErrorCode.PARAMETER_INVALID);
        assertThat(failure(() -> balancer.weigh("app", "green", 50, LIMIT)).code())
                .isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(failure(() -> balancer.weigh("app", "red;shutdown", 50, LIMIT))
                        .code())
                .isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(failure(() -> balancer.endSessions("app", "red\nshow info", LIMIT))
                        .code())
                .isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
    }

    @Test
    void endsSessionsOfAServerThatStaysIn() throws IOException {
        try (HaproxyProcess.Session open = session()) {
            assertThat(open.server()).contains("primary");

            balancer.endSessions("pg_writer", "primary", LIMIT);

            assertThat(open.server()).isEmpty();
        }
        try (HaproxyProcess.Session fresh = session()) {
            assertThat(fresh.server()).contains("primary");
        }
        assertThat(failure(() -> balancer.endSessions("pg_writer", "nobody", LIMIT))
                        .code())
                .isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
    }

    @Test
    void asksClientsToLeaveWhileTheyAreServed() throws IOException {
        assertThat(balancer.clientsAskedToLeave(LIMIT)).isFalse();
        assertThat(connectionHeader()).isEmpty();

        balancer.askClientsToLeave(true, LIMIT);
        balancer.askClientsToLeave(true, LIMIT);

        assertThat(balancer.clientsAskedToLeave(LIMIT)).isTrue();
        assertThat(connectionHeader()).contains("close");

        balancer.askClientsToLeave(false, LIMIT);
        assertThat(balancer.clientsAskedToLeave(LIMIT)).isFalse();
        assertThat(connectionHeader()).isEmpty();
    }

    @Test
    void addsAKnobThatTheMapDoesNotHave() throws IOException, InterruptedException {
        Files.writeString(haproxy.knobs, "");
        haproxy.reload();
        assertThat(balancer.clientsAskedToLeave(LIMIT)).isFalse();

        balancer.askClientsToLeave(true, LIMIT);

        assertThat(connectionHeader()).contains("close");
    }

    @Test
    void saysWhenThereAreNoKnobs() {
        LoadBalancer without = haproxy.balancer(Map.of("knobs_file", ""));
        LoadBalancer elsewhere = haproxy.balancer(Map.of("knobs_file", "/nowhere/knobs"));
        LoadBalancer evil = haproxy.balancer(Map.of("knobs_file", "/tmp/x leave 1;shutdown"));

        HoldfastException missing = failure(() -> without.askClientsToLeave(true, LIMIT));
        assertThat(missing.code()).isEqualTo(ErrorCode.TOPOLOGY_INVALID);
        assertThat(missing.attempted()).contains("load_balancers.use1.settings", "knobs_file");
        assertThat(failure(() -> elsewhere.clientsAskedToLeave(LIMIT)).code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(failure(() -> elsewhere.askClientsToLeave(true, LIMIT)).code())
                .isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(failure(() -> evil.askClientsToLeave(true, LIMIT)).code()).isEqualTo(ErrorCode.TOPOLOGY_INVALID);
    }

    @Test
    void countsWhatGoesThrough() throws IOException {
        BalancerTraffic before = balancer.traffic(LIMIT);
        for (String path : List.of("/", "/", "/fail", "/secret")) {
            assertThat(status(path)).isPositive();
        }
        BalancerTraffic after = balancer.traffic(LIMIT);

        assertThat(after.incarnation()).isEqualTo(before.incarnation());
        assertThat(after.frontends()).singleElement().satisfies(frontend -> {
            assertThat(frontend.name()).isEqualTo("http");
            assertThat(frontend.requests() - before.frontends().getFirst().requests())
                    .isEqualTo(4);
            assertThat(frontend.failures()).isEqualTo(1);
            assertThat(frontend.denied()).isEqualTo(1);
        });
        BalancerTraffic.Backend app = backend(after, "app");
        assertThat(app.requests()).isEqualTo(3);
        assertThat(app.failures()).isEqualTo(1);
        assertThat(app.up()).as("the backup waits, and one is disabled").isEqualTo(2);
        assertThat(app.servers()).extracting(ServerState::name).containsExactly("red", "blue", "plain", "spare");
    }

    @Test
    void countsConnectionsThatCouldNotBeMade() throws IOException {
        red.close();
        blue.close();

        assertThat(status("/")).isEqualTo(503);

        BalancerTraffic.Backend app = backend(balancer.traffic(LIMIT), "app");
        assertThat(app.connectFailures()).isPositive();
        assertThat(app.failures()).isEqualTo(1);
        balancer.cut("app", "red", LIMIT);
        balancer.cut("app", "blue", LIMIT);
        assertThat(backend(balancer.traffic(LIMIT), "app").up())
                .as("the backup")
                .isEqualTo(1);
    }

    @Test
    void countsSessionsWhereNoHttpIsSpoken() throws IOException {
        try (HaproxyProcess.Session open = session()) {
            assertThat(open.server()).contains("primary");

            BalancerTraffic.Backend writer = backend(balancer.traffic(LIMIT), "pg_writer");
            assertThat(writer.sessions()).isEqualTo(1);
            assertThat(writer.requests()).isEqualTo(1);
        }
        assertThat(haproxy.balancer(Map.of("frontend", "")).traffic(LIMIT).frontends())
                .extracting(BalancerTraffic.Frontend::name)
                .containsExactly("http", "pg");
    }

    private static BalancerTraffic.Backend backend(BalancerTraffic traffic, String name) {
        return traffic.backends().stream()
                .filter(backend -> backend.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ServerState state(String server) {
        return balancer.servers("app", LIMIT).stream()
                .filter(state -> state.name().equals(server))
                .findFirst()
                .orElseThrow();
    }

    private static HoldfastException failure(Runnable call) {
        return catchThrowableOfType(HoldfastException.class, call::run);
    }

    private static HaproxyProcess.Session session() throws IOException {
        Socket socket = new Socket(ReloadableHaproxy.HOST, 5432);
        socket.setSoTimeout(10_000);
        return new HaproxyProcess.Session(
                socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** Who serves so many requests. */
    private static Set<String> served(int requests) {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < requests; i++) {
            names.add(get("/"));
        }
        return names;
    }

    private static HttpURLConnection open(String path) throws IOException {
        URI uri = URI.create("http://%s:8080%s".formatted(ReloadableHaproxy.HOST, path));
        return (HttpURLConnection) uri.toURL().openConnection();
    }

    private static String get(String path) {
        try {
            return new String(open(path).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(String path) throws IOException {
        return open(path).getResponseCode();
    }

    private static Optional<String> connectionHeader() throws IOException {
        HttpURLConnection connection = open("/");
        assertThat(connection.getResponseCode()).isEqualTo(200);
        return Optional.ofNullable(connection.getHeaderField("Connection"));
    }
}
