package dev.holdfast.drivers.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.drivers.Deadline;
import dev.holdfast.engine.spi.BalancerDriver;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.model.balancer.ServerState;
import dev.holdfast.model.balancer.ServerState.Admin;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver on a real HAProxy, in front of three servers that say their names. */
@Timeout(60)
class HaproxyBalancerServerTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int WRITER = 5432;
    private static final int READER = 5433;

    /** More servers than commands for all of them fit into one line. */
    private static final int MANY = 150;

    private static final GreetingServer PRIMARY = new GreetingServer("primary", "127.42.0.31");
    private static final GreetingServer REPLICA1 = new GreetingServer("replica1", "127.42.0.32");
    private static final GreetingServer REPLICA2 = new GreetingServer("replica2", "127.42.0.33");

    private HaproxyProcess haproxy;
    private LoadBalancer balancer;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        String many = IntStream.range(0, MANY)
                .mapToObj(number -> "  server one-of-many-servers-with-a-long-name-%03d %s".formatted(number, PRIMARY))
                .collect(Collectors.joining("\n"));
        haproxy = HaproxyProcess.start(directory, """
                frontend pg_writer
                  bind 127.42.0.20:5432
                  default_backend pg_writer
                frontend pg_reader
                  bind 127.42.0.20:5433
                  default_backend pg_reader
                backend pg_writer
                  server primary %1$s
                  server replica1 %2$s disabled
                  server replica2 %3$s disabled
                backend pg_reader
                  server replica1 %2$s
                  server replica2 %3$s track checked/replica1
                backend checked
                  server replica1 %2$s check inter 100ms
                  server nobody 127.42.0.34:1 check inter 20ms fall 1
                backend many
                %4$s
                """.formatted(PRIMARY, REPLICA1, REPLICA2, many));
        balancer = haproxy.balancer();
    }

    @AfterEach
    void stop() {
        haproxy.close();
    }

    @AfterAll
    static void stopServers() throws IOException {
        PRIMARY.close();
        REPLICA1.close();
        REPLICA2.close();
    }

    @Test
    void routesToOneServerAloneAndCutsTheSessionsOfTheOthers() throws IOException {
        try (HaproxyProcess.Session open = haproxy.session(WRITER)) {
            assertThat(open.server()).contains("primary");
            assertThat(state("pg_writer", "primary").sessions()).isEqualTo(1);

            balancer.routeOnlyTo("pg_writer", "replica1", LIMIT);

            assertThat(open.server()).isEmpty();
        }
        try (HaproxyProcess.Session fresh = haproxy.session(WRITER)) {
            assertThat(fresh.server()).contains("replica1");
        }
        assertThat(balancer.servers("pg_writer", LIMIT))
                .extracting(ServerState::name, ServerState::admin, ServerState::up)
                .containsExactly(
                        tuple("primary", Admin.MAINT, false),
                        tuple("replica1", Admin.READY, true),
                        tuple("replica2", Admin.MAINT, false));
    }

    @Test
    void routingTwiceLeavesOpenSessionsAlone() throws IOException {
        balancer.routeOnlyTo("pg_writer", "replica2", LIMIT);
        try (HaproxyProcess.Session open = haproxy.session(WRITER)) {
            assertThat(open.server()).contains("replica2");

            balancer.routeOnlyTo("pg_writer", "replica2", LIMIT);

            assertThat(open.server()).contains("replica2");
        }
    }

    @Test
    void routingEndsADrainAndItsLastSessions() throws IOException {
        try (HaproxyProcess.Session open = haproxy.session(WRITER)) {
            assertThat(open.server()).contains("primary");
            balancer.drain("pg_writer", "primary", LIMIT);
            assertThat(open.server()).contains("primary");

            balancer.routeOnlyTo("pg_writer", "replica1", LIMIT);

            assertThat(open.server()).isEmpty();
        }
        assertThat(state("pg_writer", "primary")).isEqualTo(new ServerState("primary", Admin.MAINT, false, 0));
    }

    @Test
    void routesInABackendWhoseCommandsDoNotFitIntoOneLine() {
        String wanted = "one-of-many-servers-with-a-long-name-077";

        balancer.routeOnlyTo("many", wanted, LIMIT);

        List<ServerState> states = balancer.servers("many", LIMIT);
        assertThat(states).hasSize(MANY);
        assertThat(states)
                .filteredOn(state -> state.admin() != Admin.MAINT)
                .extracting(ServerState::name)
                .containsExactly(wanted);
    }

    @Test
    void showsTheStateThatEachVerbLeadsTo() {
        assertThat(state("pg_writer", "replica1").admin()).isEqualTo(Admin.MAINT);

        balancer.ready("pg_writer", "replica1", LIMIT);
        assertThat(state("pg_writer", "replica1")).isEqualTo(new ServerState("replica1", Admin.READY, true, 0));

        balancer.drain("pg_writer", "replica1", LIMIT);
        assertThat(state("pg_writer", "replica1")).isEqualTo(new ServerState("replica1", Admin.DRAIN, false, 0));

        balancer.cut("pg_writer", "replica1", LIMIT);
        assertThat(state("pg_writer", "replica1")).isEqualTo(new ServerState("replica1", Admin.MAINT, false, 0));

        balancer.drain("pg_writer", "replica1", LIMIT);
        assertThat(state("pg_writer", "replica1").admin()).isEqualTo(Admin.DRAIN);
    }

    @Test
    void cutEndsSessions() throws IOException {
        try (HaproxyProcess.Session open = haproxy.session(WRITER)) {
            assertThat(open.server()).contains("primary");

            balancer.cut("pg_writer", "primary", LIMIT);

            assertThat(open.server()).isEmpty();
        }
    }

    @Test
    void drainKeepsSessionsAndLetsNoNewOneIn() throws IOException {
        try (HaproxyProcess.Session open = haproxy.session(WRITER)) {
            assertThat(open.server()).contains("primary");

            balancer.drain("pg_writer", "primary", LIMIT);

            assertThat(open.server()).contains("primary");
            try (HaproxyProcess.Session late = haproxy.session(WRITER)) {
                assertThat(late.server()).isEmpty();
            }
        }
    }

    @Test
    void aServerThatFailsItsChecksIsReadyButNotUp() {
        Deadline deadline = Deadline.in(LIMIT);
        while (state("checked", "nobody").up() && !deadline.isOver()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }

        assertThat(state("checked", "nobody")).isEqualTo(new ServerState("nobody", Admin.READY, false, 0));
    }

    @Test
    void saysSoWhenAServerStaysOutBecauseOfTheOneItTracks() throws IOException {
        balancer.cut("checked", "replica1", LIMIT);
        assertThat(state("pg_reader", "replica2").admin()).isEqualTo(Admin.MAINT);

        HoldfastException failure =
                catchThrowableOfType(HoldfastException.class, () -> balancer.ready("pg_reader", "replica2", SHORT));

        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_PROVEN);
        assertThat(failure.attempted()).contains("replica2", "MAINT");
        try (HaproxyProcess.Session session = haproxy.session(READER)) {
            assertThat(session.server()).contains("replica1");
        }
    }

    @Test
    void refusesAServerOrBackendThatIsNotThere() {
        assertThat(codeOf(() -> balancer.servers("nowhere", LIMIT))).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(codeOf(() -> balancer.ready("nowhere", "primary", LIMIT))).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(codeOf(() -> balancer.ready("pg_writer", "nobody", LIMIT))).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(codeOf(() -> balancer.drain("pg_writer", "nobody", LIMIT))).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(codeOf(() -> balancer.cut("pg_writer", "nobody", LIMIT))).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
    }

    @Test
    void routingToAServerThatIsNotThereChangesNothing() {
        List<ServerState> before = balancer.servers("pg_writer", LIMIT);

        HoldfastException failure = catchThrowableOfType(
                HoldfastException.class, () -> balancer.routeOnlyTo("pg_writer", "replica3", LIMIT));

        assertThat(failure.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(failure.attempted()).contains("replica3", "primary", "replica1", "replica2");
        assertThat(balancer.servers("pg_writer", LIMIT)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "replica1;set server pg_writer/primary state maint", "a\nb", "a b", "a/b"})
    void neverTakesANameForACommand(String name) {
        assertThat(codeOf(() -> balancer.cut("pg_writer", name, LIMIT))).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(codeOf(() -> balancer.servers(name, LIMIT))).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
        assertThat(state("pg_writer", "primary").admin()).isEqualTo(Admin.READY);
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(BalancerDriver.class))
                .extracting(BalancerDriver::name)
                .contains("haproxy");
    }

    private ServerState state(String backend, String server) {
        return balancer.servers(backend, LIMIT).stream()
                .filter(state -> state.name().equals(server))
                .findFirst()
                .orElseThrow();
    }

    private static ErrorCode codeOf(Runnable call) {
        return catchThrowableOfType(HoldfastException.class, call::run).code();
    }
}
