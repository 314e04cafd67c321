package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.lab.fault.Begun;
import dev.holdfast.lab.fault.Faults;
import dev.holdfast.lab.plan.LabDirectory;
import dev.holdfast.lab.plan.LabPlan;
import dev.holdfast.lab.process.Account;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.lab.process.Ports;
import dev.holdfast.lab.server.LabProgress;
import dev.holdfast.lab.server.LabProgress.Phase;
import dev.holdfast.lab.server.PostgresSession;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database part of the lab with real servers, on addresses of its own so that it does not meet a lab that is in use. */
class LabServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final LabPlan PLAN = LabPlan.startingAt(51);
    private static final Lab LAB = new Lab(
            new LabDirectory(Path.of(
                    "/var/tmp/holdfast-lab-test-" + ProcessHandle.current().pid())),
            PLAN);

    @BeforeAll
    static void up() {
        LAB.up(LabOptions.onlyDatabase(), progress -> {});
    }

    @AfterEach
    void endFaults() {
        LAB.clearFaults(progress -> {});
    }

    @AfterAll
    static void downLeavesNothing() {
        List<HostPort> addresses = LAB.status().servers().stream()
                .map(ServerStatus::address)
                .map(LabServerTest::hostPort)
                .toList();
        assertThat(Ports.taken(addresses)).isNotEmpty();
        assertThat(LAB.delete(progress -> {}).processes()).isGreaterThan(9);
        assertThat(Ports.taken(addresses)).isEmpty();
        assertThat(LAB.status().servers()).isEmpty();
        assertThat(LAB.directory().root()).doesNotExist();
        assertThat(LAB.down(progress -> {}).processes()).isZero();
    }

    @Test
    void thePrimaryIsFollowedByAQuorumAndEveryServerAnswers() {
        LabStatus status = LAB.status();
        assertThat(status.complete()).isTrue();
        assertThat(status.faults()).isEmpty();
        assertThat(detail(LAB.primary())).startsWith("primary, followed by ").contains(", ");
        assertThat(Files.exists(LAB.directory().topology())).isTrue();
        assertThat(PostgresSession.look(address(LAB.primary()), "show synchronous_standby_names"))
                .contains("ANY 1 (primary, replica1, replica2)");
    }

    @Test
    void upAgainStartsNothing() {
        List<Long> before = pids();
        List<LabProgress> seen = new ArrayList<>();
        LAB.up(LabOptions.onlyDatabase(), seen::add);
        assertThat(pids()).isEqualTo(before);
        assertThat(seen.stream().map(LabProgress::phase).distinct())
                .containsExactlyInAnyOrder(Phase.STARTING, Phase.RUNNING);
    }

    @Test
    void theWriterOfEveryRegionTakesWrites() throws SQLException {
        for (var region : PLAN.regions()) {
            try (Connection connection = asApp(new HostPort(region.balancer(), 5432))) {
                assertThat(insert(connection)).isEqualTo(1);
            }
        }
    }

    @Test
    void aCrashLeavesNoProcessAndEndsWithAStart() {
        Begun begun = LAB.faults().begin("crash primary");
        ServerStatus crashed = server(begun.node());
        assertThat(crashed.pid()).isEmpty();
        assertThat(PostgresSession.answers(address(begun.node()))).isFalse();
        LAB.clearFaults(progress -> {});
        assertThat(detail(begun.node())).startsWith("primary, followed by ");
    }

    @Test
    void aHangSilencesTheServerUntilItGoesOn() {
        String primary = LAB.primary();
        long pid = server(primary).pid().orElseThrow();
        LAB.faults().begin("hang primary");
        assertThat(server(primary).state()).isEqualTo(ServerStatus.State.SILENT);
        assertThat(LAB.status().faults()).containsExactly("hang " + primary);
        assertThat(LAB.clearFaults(progress -> {})).containsExactly("hang " + primary);
        assertThat(server(primary).state()).isEqualTo(ServerStatus.State.UP);
        assertThat(server(primary).pid()).hasValue(pid);
    }

    @Test
    void aLagEndsByItself() {
        String standby = LAB.primary().equals("replica1") ? "replica2" : "replica1";
        LAB.faults().begin("lag " + standby + " 500ms");
        assertThat(Poll.until(PATIENCE, () -> LAB.status().faults().isEmpty())).isTrue();
        assertThat(detail(standby)).doesNotContain("paused");
    }

    @Test
    void whatALaggingStandbyReceivesIsNotShown() throws SQLException {
        String standby = LAB.primary().equals("replica1") ? "replica2" : "replica1";
        LAB.faults().begin("lag " + standby + " 1h");
        assertThat(detail(standby)).contains("replay paused");
        long before = rows(address(standby));
        try (Connection connection = asApp(address(LAB.primary()))) {
            insert(connection);
        }
        assertThat(rows(address(standby))).isEqualTo(before);
        LAB.clearFaults(progress -> {});
        assertThat(Poll.until(PATIENCE, () -> rows(address(standby)) == before + 1))
                .isTrue();
    }

    @Test
    void aRestartGivesTheSameServerANewProcess() {
        String primary = LAB.primary();
        for (String mode : List.of("fast", "immediate")) {
            long before = server(primary).pid().orElseThrow();
            LAB.faults().begin("restart primary " + mode);
            assertThat(server(primary).pid().orElseThrow()).isNotEqualTo(before);
            assertThat(LAB.primary()).isEqualTo(primary);
        }
    }

    @Test
    void whenConnectionsAreFullOnlyAdministratorsGetIn() throws SQLException {
        HostPort primary = address(LAB.primary());
        LAB.faults().begin("fill connections primary");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> asApp(primary).close())
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("53300"));
        assertThat(PostgresSession.answers(primary)).isTrue();
        LAB.clearFaults(progress -> {});
        assertThat(Poll.until(PATIENCE, () -> canLogIn(primary))).isTrue();
        assertThat(Poll.until(PATIENCE, LabServerTest::nobodyFillsAnyMore)).isTrue();
    }

    private static boolean nobodyFillsAnyMore() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .noneMatch(line -> line.contains("application_name=lab-fill"));
    }

    @Test
    void aBlackholeDropsEveryPacket() {
        if (refusedForLackOfRights("blackhole primary")) {
            return;
        }
        HostPort primary = address(LAB.primary());
        LAB.faults().begin("blackhole primary");
        assertThat(reaches("127.0.0.1", primary)).isFalse();
        LAB.clearFaults(progress -> {});
        assertThat(reaches("127.0.0.1", primary)).isTrue();
    }

    @Test
    void aCutSeparatesOneVantagePointOnly() {
        if (refusedForLackOfRights("cut us-west-2 from primary")) {
            return;
        }
        HostPort primary = address(LAB.primary());
        LAB.faults().begin("cut us-west-2 from primary");
        assertThat(reaches(PLAN.regions().get(1).vantage(), primary)).isFalse();
        assertThat(reaches(PLAN.regions().get(2).vantage(), primary)).isTrue();
        LAB.clearFaults(progress -> {});
        assertThat(reaches(PLAN.regions().get(1).vantage(), primary)).isTrue();
    }

    @Test
    void whenHoldfastIsCutOffStandbysAndClientsAreNot() throws SQLException {
        if (refusedForLackOfRights("cut holdfast from primary")) {
            return;
        }
        HostPort primary = address(LAB.primary());
        LAB.faults().begin("cut holdfast from primary");
        for (var region : PLAN.regions()) {
            assertThat(reaches(region.vantage(), primary)).isFalse();
        }
        assertThat(reaches("127.0.0.1", primary)).isEqualTo(!Account.isRoot());
        try (Connection connection = asApp(new HostPort(PLAN.regions().get(1).balancer(), 5432))) {
            assertThat(insert(connection)).isEqualTo(1);
        }
    }

    @Test
    void theRoleIsFoundAfterAFailover() {
        String before = LAB.primary();
        String candidate = before.equals("replica1") ? "replica2" : "replica1";
        LAB.faults().begin("crash primary");
        PostgresSession.look(address(candidate), "select pg_promote()");
        assertThat(LAB.primary()).isEqualTo(candidate);
        LAB.up(LabOptions.onlyDatabase(), progress -> {});
        assertThat(LAB.primary()).isEqualTo(candidate);
        assertThat(detail(candidate)).contains(before);
        assertThat(detail(before))
                .startsWith("standby streaming from " + address(candidate).host());
    }

    @Test
    void aSecondLabIsRefused() {
        Lab second = new Lab(new LabDirectory(Path.of(LAB.directory().root() + "-second")), PLAN);
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> second.up(LabOptions.onlyDatabase(), progress -> {}))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LAB_ELSEWHERE))
                .withMessageContaining(LAB.directory().root().toString());
        second.delete(progress -> {});
    }

    @Test
    void aPortOfSomebodyElseIsNamedAndNothingIsStarted() throws IOException {
        Lab other = new Lab(new LabDirectory(Path.of(LAB.directory().root() + "-other")), LabPlan.startingAt(61));
        try (ServerSocket socket = new ServerSocket(5432, 1, InetAddress.getByName("127.62.0.10"))) {
            assertThat(socket.isBound()).isTrue();
            assertThatExceptionOfType(HoldfastException.class)
                    .isThrownBy(() -> other.up(LabOptions.onlyDatabase(), progress -> {}))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LAB_PORT_IN_USE))
                    .withMessageStartingWith("127.62.0.10:5432 is taken by process");
            assertThat(other.status().running()).isFalse();
        }
        other.delete(progress -> {});
    }

    /** Where packets can't be dropped, the fault must say so and change nothing. */
    private static boolean refusedForLackOfRights(String sentence) {
        if (Faults.mayDropPackets()) {
            return false;
        }
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> LAB.faults().begin(sentence))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.FAULT_NOT_PERMITTED));
        assertThat(LAB.status().faults()).isEmpty();
        return true;
    }

    private static ServerStatus server(String name) {
        return LAB.status().servers().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String detail(String name) {
        return server(name).detail();
    }

    private static List<Long> pids() {
        return LAB.status().servers().stream()
                .flatMap(server -> server.pid().stream().boxed())
                .toList();
    }

    private static HostPort address(String node) {
        return PLAN.node(node).address();
    }

    private static HostPort hostPort(String text) {
        int colon = text.indexOf(':');
        return new HostPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static Connection asApp(HostPort address) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s/orders?user=app&sslmode=disable&connectTimeout=5&socketTimeout=10"
                        .formatted(address));
    }

    private static boolean canLogIn(HostPort address) {
        try (Connection connection = asApp(address)) {
            return connection.isValid(1);
        } catch (SQLException refused) {
            return false;
        }
    }

    private static int insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("""
                    insert into orders (id, region, client, client_time, item, quantity)
                    values (gen_random_uuid(), 'us-east-1', 'test', now(), 'book', 1)""");
        }
    }

    private static long rows(HostPort address) {
        try (PostgresSession session = PostgresSession.open(address, "orders")) {
            return session.value("select count(*) from orders")
                    .map(Long::parseLong)
                    .orElse(-1L);
        }
    }

    private static boolean reaches(String source, HostPort address) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(source, 0));
            socket.connect(new InetSocketAddress(address.host(), address.port()), 700);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
