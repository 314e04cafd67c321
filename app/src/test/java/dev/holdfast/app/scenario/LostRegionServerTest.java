package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.region.RegionExamination;
import dev.holdfast.lab.ServerStatus;
import dev.holdfast.lab.fault.Faults;
import dev.holdfast.lab.process.Poll;
import dev.holdfast.model.region.RegionVerdict;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A region of real servers that is lost, or seems to be")
class LostRegionServerTest {
    private static final String EAST = "us-east-1";
    private static final String WEST = "us-west-2";
    private static final String EUROPE = "eu-west-1";
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration LIMIT = Duration.ofSeconds(6);

    @RegisterExtension
    static final LabUnderTest LAB = LabUnderTest.small(151);

    private static Installation installation;

    @BeforeAll
    static void open() {
        installation = LAB.installation();
    }

    @AfterAll
    static void close() {
        installation.close();
    }

    @BeforeEach
    void allIsWell() {
        List.of(EAST, WEST, EUROPE).forEach(region -> becomes(region, RegionVerdict.Healthy.class::isInstance));
    }

    @AfterEach
    void endFaults() {
        LAB.heal();
    }

    @Test
    @DisplayName("that crashes is unreachable, and comes back when the fault is cleared")
    void crash() {
        LAB.begin("crash region us-west-2");

        assertThat(LAB.lab().status().faults()).containsExactly("crash region us-west-2");
        assertThat(LAB.lab().directory().lostRegion(WEST)).exists();
        assertThat(serversOf(WEST)).isNotEmpty().allMatch(server -> server.state() == ServerStatus.State.DOWN);
        becomes(WEST, RegionVerdict.Unreachable.class::isInstance);
        assertThat(examine(EAST).isDown()).isFalse();
        assertThat(examine(EUROPE).isDown()).isFalse();
        assertThat(LAB.run("check-region-health", "--region", WEST).out()).contains("HF-3201", "nothing of it answers");
        assertThat(LAB.run("status").out().lines())
                .anyMatch(line -> line.strip().startsWith("us-west-2 ") && line.contains("unreachable"))
                .anyMatch(line -> line.strip().startsWith("us-east-1 ") && !line.contains("unreachable"));

        LAB.heal();
        assertThat(LAB.lab().directory().lostRegion(WEST)).doesNotExist();
        assertThat(serversOf(WEST))
                .filteredOn(server ->
                        server.kind().equals("postgresql") || server.kind().equals("haproxy"))
                .allMatch(server -> server.state() == ServerStatus.State.UP);
    }

    @Test
    @DisplayName("with the primary, after another one was promoted, comes back with a standby")
    void formerPrimary() {
        String former = LAB.lab().primary();
        String region = LAB.lab().plan().node(former).region().name();
        LAB.begin("crash region " + region);
        becomes(region, RegionVerdict.Unreachable.class::isInstance);
        String promoted = LAB.lab().plan().nodes().stream()
                .map(node -> node.name())
                .filter(name -> !name.equals(former))
                .findFirst()
                .orElseThrow();
        assertThat(LAB.look(promoted, "select pg_promote(true, 20)")).contains("t");

        LAB.heal();

        assertThat(LAB.lab().primary()).isEqualTo(promoted);
        assertThat(LAB.look(former, "select pg_is_in_recovery()")).contains("t");
        repairEndpoints();
    }

    @Test
    @DisplayName("that hangs is down, and goes on where it was")
    void hang() {
        LAB.begin("hang region eu-west-1");
        becomes(EUROPE, RegionVerdict::isDown);
        assertThat(examine(WEST).isDown()).isFalse();
        assertThat(serversOf(EUROPE)).noneMatch(server -> server.state() == ServerStatus.State.UP);
    }

    @Test
    @DisplayName("that hung for a while needs nobody to go on")
    void timedHang() {
        LAB.begin("hang region eu-west-1 1s");
        assertThat(Poll.until(PATIENCE, () -> LAB.lab().status().faults().isEmpty()))
                .isTrue();
        becomes(EUROPE, RegionVerdict.Healthy.class::isInstance);
    }

    @Test
    @DisplayName("that no packet reaches is unreachable, and its standby no longer follows")
    void blackhole() {
        assumeTrue(Faults.mayTellRegionsApart());
        LAB.begin("blackhole region eu-west-1");
        becomes(EUROPE, RegionVerdict.Unreachable.class::isInstance);
        assertThat(examine(EAST).isDown()).isFalse();
        assertThat(followers(1)).isTrue();
    }

    @Test
    @DisplayName("that answers late is suspect, and not lost")
    void slow() {
        assumeTrue(Faults.mayTellRegionsApart());
        LAB.begin("slow region us-west-2 1200");
        becomes(WEST, verdict -> verdict instanceof RegionVerdict.Suspect);
        assertThat(examine(EUROPE).isDown()).isFalse();
    }

    @Test
    @DisplayName("that is parted from another one is not lost, but nothing passes between them")
    void partition() {
        assumeTrue(Faults.mayTellRegionsApart());
        String primary = LAB.lab().plan().node(LAB.lab().primary()).region().name();
        String other = primary.equals(WEST) ? EAST : WEST;
        LAB.begin("partition %s from %s".formatted(primary, other));

        assertThat(followers(1))
                .as("the standby in %s no longer follows", other)
                .isTrue();
        becomes(other, RegionVerdict.Suspect.class::isInstance);
        for (int i = 0; i < 5; i++) {
            List<RegionVerdict> verdicts = new RegionExamination(installation.site()).examineAll(LIMIT);
            assertThat(verdicts).hasSize(3).noneMatch(RegionVerdict::isDown);
        }
    }

    @Test
    @DisplayName("that loses its DNS server still serves, and gets it back")
    void dnsServer() {
        LAB.begin("crash dns ns2");
        becomes(EUROPE, RegionVerdict.Suspect.class::isInstance);
        assertThat(examine(EUROPE).reason()).contains("DNS server ns2");
    }

    private static boolean followers(int count) {
        String attached = "select count(*) from pg_stat_replication where state = 'streaming'";
        return Poll.until(
                PATIENCE, () -> LAB.look(LAB.lab().primary(), attached).equals(Optional.of(Integer.toString(count))));
    }

    private static RegionVerdict examine(String region) {
        return installation.site().regions().examine(region, LIMIT);
    }

    private static void becomes(String region, Predicate<RegionVerdict> wanted) {
        RegionVerdict[] last = new RegionVerdict[1];
        boolean did = Poll.until(PATIENCE, () -> {
            last[0] = examine(region);
            return wanted.test(last[0]);
        });
        assertThat(did).as("%s", last[0]).isTrue();
    }

    private static List<ServerStatus> serversOf(String region) {
        return LAB.lab().status().servers().stream()
                .filter(server -> server.region().equals(region))
                .toList();
    }

    /** As Holdfast would after a failover that it did not make itself. */
    private static void repairEndpoints() {
        LAB.done("update-database-endpoints", "--new-primary", LAB.lab().primary(), "--confirm");
        LAB.done("update-app-configs", "--confirm");
        assertThat(Files.exists(LAB.lab().directory().topology())).isTrue();
    }
}
