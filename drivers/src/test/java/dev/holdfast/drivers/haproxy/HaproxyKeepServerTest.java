package dev.holdfast.drivers.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.balancer.ServerState.Admin;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left, after a real HAProxy was loaded anew, of what was set at run time. */
@Timeout(60)
class HaproxyKeepServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private ReloadableHaproxy haproxy;
    private LoadBalancer balancer;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        haproxy = ReloadableHaproxy.start(directory, """
                frontend http
                  bind 127.138.0.20:8080
                  http-after-response set-header Connection close if { str(leave),map_str_int(KNOBS,0) gt 0 }
                  default_backend app
                backend app
                  server a 127.138.0.41:8000 weight 100
                  server b 127.138.0.42:8000 weight 100
                  server c 127.138.0.43:8000 weight 100
                backend pg_writer
                  mode tcp
                  server primary 127.138.0.10:5432
                  server replica1 127.138.0.11:5432 disabled
                  server replica2 127.138.0.12:5432 disabled
                """);
        balancer = haproxy.balancer();
    }

    @AfterEach
    void stop() {
        haproxy.close();
    }

    private void change() {
        balancer.drain("app", "a", LIMIT);
        balancer.cut("app", "b", LIMIT);
        balancer.weigh("app", "c", 30, LIMIT);
        balancer.routeOnlyTo("pg_writer", "replica1", LIMIT);
        balancer.askClientsToLeave(true, LIMIT);
    }

    @Test
    void isThereAgainWhenItWasKept() throws IOException, InterruptedException {
        change();
        assertThat(balancer.unkept(LIMIT))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("app/a", "app/b", "app/c", "pg_writer/primary", "pg_writer/replica1", "leave"));

        balancer.keep(LIMIT);

        assertThat(balancer.unkept(LIMIT)).isEmpty();
        Map<String, Admin> before = admins();
        haproxy.reload();
        assertThat(admins())
                .isEqualTo(before)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "a", Admin.DRAIN,
                        "b", Admin.MAINT,
                        "c", Admin.READY,
                        "primary", Admin.MAINT,
                        "replica1", Admin.READY,
                        "replica2", Admin.MAINT));
        assertThat(weight("c")).isEqualTo(30);
        assertThat(balancer.clientsAskedToLeave(LIMIT)).isTrue();
        assertThat(balancer.unkept(LIMIT)).isEmpty();
    }

    /** The control: it is keeping that makes it last. */
    @Test
    void isLostWhenItWasNotKept() throws IOException, InterruptedException {
        change();

        haproxy.reload();

        assertThat(admins())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "a", Admin.READY,
                        "b", Admin.READY,
                        "c", Admin.READY,
                        "primary", Admin.READY,
                        "replica1", Admin.MAINT,
                        "replica2", Admin.MAINT));
        assertThat(weight("c")).isEqualTo(100);
        assertThat(balancer.clientsAskedToLeave(LIMIT)).isFalse();
    }

    @Test
    void keepsThatSomethingWasTakenBack() throws IOException, InterruptedException {
        change();
        balancer.keep(LIMIT);
        balancer.ready("app", "a", LIMIT);
        balancer.weigh("app", "c", 100, LIMIT);
        balancer.routeOnlyTo("pg_writer", "primary", LIMIT);
        balancer.askClientsToLeave(false, LIMIT);
        assertThat(balancer.unkept(LIMIT)).isPresent();

        balancer.keep(LIMIT);
        balancer.keep(LIMIT);

        haproxy.reload();
        haproxy.reload();
        assertThat(admins())
                .containsEntry("a", Admin.READY)
                .containsEntry("b", Admin.MAINT)
                .containsEntry("primary", Admin.READY)
                .containsEntry("replica1", Admin.MAINT);
        assertThat(weight("c")).isEqualTo(100);
        assertThat(balancer.clientsAskedToLeave(LIMIT)).isFalse();
    }

    @Test
    void hasNothingToKeepInTheBeginning() {
        assertThat(balancer.unkept(LIMIT)).isEmpty();
    }

    @Test
    void leavesTheFilesToThoseWhoMayReadThem() throws IOException {
        Files.setPosixFilePermissions(haproxy.state, PosixFilePermissions.fromString("rw-r-----"));

        balancer.keep(LIMIT);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(haproxy.state)))
                .isEqualTo("rw-r-----");
        try (var files = Files.list(haproxy.state.getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("kept")))
                    .containsExactlyInAnyOrder("kept.state", "kept.knobs");
        }
    }

    @ParameterizedTest
    @CsvSource({"host, ''", "state_file, ''", "state_file, kept.state", "state_file, /tmp/a b"})
    void saysWhichSettingItNeeds(String setting, String value) {
        LoadBalancer other = haproxy.balancer(Map.of(setting, value));

        for (HoldfastException failure :
                List.of(failure(() -> other.keep(LIMIT)), failure(() -> other.unkept(LIMIT)))) {
            assertThat(failure.code()).isEqualTo(ErrorCode.TOPOLOGY_INVALID);
            assertThat(failure.attempted()).contains("load_balancers.use1.settings", setting);
        }
    }

    @Test
    void saysSoWhenTheHostCantKeepIt() throws IOException {
        Path state = haproxy.state.resolveSibling("nowhere/kept.state");
        LoadBalancer other = haproxy.balancer(Map.of("state_file", state.toString()));

        HoldfastException failure = failure(() -> other.keep(LIMIT));

        assertThat(failure.code()).isEqualTo(ErrorCode.COMMAND_FAILED);
        assertThat(failure.attempted()).contains("use1", "nowhere");
        assertThat(Files.readString(haproxy.knobs)).isEqualTo("leave 0\n");
        assertThat(failure(() -> other.unkept(LIMIT)).code()).isEqualTo(ErrorCode.COMMAND_FAILED);
    }

    private Map<String, Admin> admins() {
        Map<String, Admin> admins = new TreeMap<>();
        for (String backend : List.of("app", "pg_writer")) {
            for (ServerState server : balancer.servers(backend, LIMIT)) {
                admins.put(server.name(), server.admin());
            }
        }
        return admins;
    }

    private int weight(String server) {
        return new RuntimeServers(balancer.spec(), new RuntimeApi(balancer.spec()))
                .look("app", server, Deadline.in(LIMIT))
                .weight();
    }

    private static HoldfastException failure(Runnable call) {
        return catchThrowableOfType(HoldfastException.class, call::run);
    }
}
