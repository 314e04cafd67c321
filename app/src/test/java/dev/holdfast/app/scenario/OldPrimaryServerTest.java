package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.topology.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An old primary that comes back from behind a cut network, awake and with no idea that another one was promoted. */
class OldPrimaryServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String FAULT = "blackhole primary";

    @RegisterExtension
    static final LabUnderTest LAB = new LabUnderTest(74);

    @Test
    void itAcknowledgesNothingIsRebuiltAndGetsItsRoleBack() throws SQLException, IOException {
        if (!LAB.permits(FAULT)) {
            return;
        }
        String old = LAB.lab().primary();
        int timeline = LAB.timeline();
        // Without a sighting of the living primary nobody could tell what a failover loses.
        LAB.done("verify-recovery");

        LAB.begin(FAULT);
        LAB.done("database-failover", "--target", "replica1", "--confirm");
        assertThat(LAB.lab().primary()).isEqualTo("replica1");
        assertThat(LAB.timeline()).isEqualTo(timeline + 1);
        LAB.lab().faults().clear();

        UUID orphan = UUID.randomUUID();
        anInsertOnTheOldPrimaryIsNotAcknowledged(old, orphan);
        rebuildSavesTheOrphan(old, orphan);
        rebuiltAgainNothingChanges(old);
        theRoleReturns(old);
    }

    private static void anInsertOnTheOldPrimaryIsNotAcknowledged(String old, UUID orphan) throws SQLException {
        assertThat(isAwakeAsPrimary(old))
                .as("%s thinks that it is primary", old)
                .isTrue();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> insert(LAB.address(old), orphan));
        assertThat(insert(LAB.address("replica1"), UUID.randomUUID())).isEqualTo(1);
    }

    private static boolean isAwakeAsPrimary(String node) {
        return Poll.until(
                PATIENCE, () -> LAB.look(node, "select pg_is_in_recovery()").equals(Optional.of("f")));
    }

    private static void rebuildSavesTheOrphan(String old, UUID orphan) throws IOException {
        LAB.done("rebuild-database", "--source", "replica1", "--target", "old-primary", "--confirm");
        assertThat(LAB.upstream(old)).contains(LAB.address("replica1").host());
        List<Path> files = divergenceFiles();
        assertThat(files).hasSize(1);
        JsonMapper json = JsonMapper.builder().build();
        List<JsonNode> rows = Files.readAllLines(files.getFirst()).stream()
                .map(json::readTree)
                .toList();
        assertThat(rows)
                .filteredOn(row -> row.path("table").asString("").endsWith("orders"))
                .extracting(row -> row.path("old").path("id").asString(""))
                .containsExactly(orphan.toString());
        assertThat(count("replica1", orphan)).isZero();
    }

    private static void rebuiltAgainNothingChanges(String old) throws IOException {
        int timeline = LAB.timeline();
        Optional<String> started = LAB.look(old, "select pg_postmaster_start_time()");
        assertThat(LAB.done("rebuild-database", "--source", "replica1", "--target", old, "--confirm"))
                .contains("streams from replica1");
        assertThat(LAB.look(old, "select pg_postmaster_start_time()")).isEqualTo(started);
        assertThat(divergenceFiles()).hasSize(1);
        assertThat(LAB.timeline()).isEqualTo(timeline);
    }

    private static void theRoleReturns(String old) {
        int timeline = LAB.timeline();
        LAB.done("database-rollback", "--restore-point", failover(old), "--confirm");
        assertThat(LAB.lab().primary()).isEqualTo(old);
        assertThat(LAB.timeline()).isEqualTo(timeline + 1);
        assertThat(LAB.done("verify-recovery")).contains("[replica1] must be rebuilt");
        LAB.done("rebuild-database", "--target", "old-primary", "--confirm");
        assertThat(LAB.done("verify-recovery")).contains("all 3 servers take part");
        LAB.done("verify-data-consistency", "--compare-checksums");
    }

    /** The newest restore point from when {@code old} was primary; the rebuild has recorded a later one. */
    private static String failover(String old) {
        try (Installation installation = LAB.installation()) {
            return installation.journal().all("orders").stream()
                    .filter(point -> point.primary().equals(Optional.of(old)))
                    .map(RestorePoint::id)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Path> divergenceFiles() throws IOException {
        try (Stream<Path> files = Files.walk(LAB.state().resolve("evidence"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static long count(String node, UUID id) {
        try (Connection connection = connect(LAB.address(node));
                PreparedStatement statement = connection.prepareStatement("select 1 from public.orders where id = ?")) {
            statement.setObject(1, id);
            return statement.executeQuery().next() ? 1 : 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int insert(HostPort address, UUID id) throws SQLException {
        try (Connection connection = connect(address);
                PreparedStatement statement = connection.prepareStatement("""
                        insert into public.orders (id, region, client, client_time, item, quantity)
                        values (?, 'us-east-1', 'test', now(), 'book', 1)""")) {
            statement.setObject(1, id);
            return statement.executeUpdate();
        }
    }

    private static Connection connect(HostPort address) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s/orders?user=app&sslmode=disable&gssEncMode=disable&connectTimeout=3&socketTimeout=3"
                        .formatted(address));
    }
}
