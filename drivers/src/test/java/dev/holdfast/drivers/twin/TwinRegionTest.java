package dev.holdfast.drivers.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.DnsZone;
import dev.holdfast.model.balancer.BalancerTraffic;
import dev.holdfast.model.balancer.ReplicaState;
import dev.holdfast.model.dns.DnsTarget;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.region.RegionVerdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwinRegionTest {
    private static final Instant START = Instant.parse("2026-11-23T03:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @TempDir
    private Path evidence;

    @Test
    void aLostRegionAnswersNothingAndItsClientsAreLedElsewhereByTheServerThatIsLeft() throws Exception {
        Twin twin = twin();

        inVirtualTime(() -> {
            assertThat(verdict(twin, "east")).isInstanceOf(RegionVerdict.Healthy.class);
            twin.faults().loseRegion("east");

            assertThat(verdict(twin, "east")).isInstanceOf(RegionVerdict.Unreachable.class);
            assertThat(verdict(twin, "west")).isInstanceOf(RegionVerdict.Healthy.class);
            assertThat(zone(twin).observe(LIMIT))
                    .extracting(state -> state.answers())
                    .containsExactly(false, true);
            assertThat(requestsPerSecond(twin, "lb-west")).isEqualTo(150);
            return true;
        });
    }

    @Test
    void clientsFollowTheWeights() throws Exception {
        Twin twin = twin();

        inVirtualTime(() -> {
            lead(twin, List.of(target(twin, "east").weighing(60).succeededBy(Optional.of("west"))));

            assertThat(requestsPerSecond(twin, "lb-east")).isEqualTo(60);
            assertThat(requestsPerSecond(twin, "lb-west")).isEqualTo(140);
            assertThat(requestsPerSecond(twin, "lb-north")).isEqualTo(100);
            return true;
        });
    }

    @Test
    void requestsAreCountedWhereTheyArrived() throws Exception {
        Twin twin = twin();

        inVirtualTime(() -> {
            TwinEffects.sleep(Duration.ofSeconds(10));
            lead(twin, List.of(target(twin, "east").weighing(0)));
            long before = requests(twin, "lb-east");
            TwinEffects.sleep(Duration.ofSeconds(10));

            assertThat(before).isBetween(1_000L, 1_010L);
            assertThat(requests(twin, "lb-east")).isEqualTo(before);
            assertThat(requests(twin, "lb-west")).isBetween(2_490L, 2_520L);
            return true;
        });
    }

    @Test
    void aServerThatIsGoneCannotBeTold() throws Exception {
        Twin twin = twin();

        inVirtualTime(() -> {
            twin.faults().loseRegion("east");

            assertThatThrownBy(() ->
                            zone(twin).set("ns1", TwinZone.usual(zone(twin).spec()), LIMIT))
                    .isInstanceOfSatisfying(
                            HoldfastException.class,
                            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.DNS_UNREACHABLE));
            return true;
        });
    }

    @Test
    void instancesThatAreAddedServeWhenTheyHaveStarted() throws Exception {
        Twin twin = twin();

        inVirtualTime(() -> {
            twin.site().workloads("app").scale("west", 1, LIMIT);
            assertThat(replicas(twin)).isEqualTo(new ReplicaState("west", 1, 1, 2));
            twin.site().workloads("app").scale("west", 2, LIMIT);
            assertThat(replicas(twin)).isEqualTo(new ReplicaState("west", 2, 1, 2));
            TwinEffects.sleep(Duration.ofSeconds(10));
            assertThat(replicas(twin)).isEqualTo(new ReplicaState("west", 2, 2, 2));
            assertThatThrownBy(() -> twin.site().workloads("app").scale("west", 3, LIMIT))
                    .hasMessageContaining("room for 2 instances");
            return true;
        });
    }

    private Twin twin() {
        return TwinSeed.healthy(SampleTopology.withDns(), START).twin(TwinTimings.USUAL, evidence);
    }

    private static void inVirtualTime(Callable<Boolean> work) throws Exception {
        assertThat(new SimulatedTempo(1, START).run(work)).isTrue();
    }

    private static RegionVerdict verdict(Twin twin, String region) {
        return twin.site().regions().examine(region, LIMIT);
    }

    private static DnsZone zone(Twin twin) {
        return twin.site().dns("service");
    }

    private static DnsTarget target(Twin twin, String region) {
        return TwinZone.usual(zone(twin).spec()).stream()
                .filter(target -> target.region().equals(region))
                .findFirst()
                .orElseThrow();
    }

    /** The usual targets, with these instead of those of the same region. */
    private static void lead(Twin twin, List<DnsTarget> changed) {
        List<DnsTarget> targets = TwinZone.usual(zone(twin).spec()).stream()
                .map(usual -> changed.stream()
                        .filter(target -> target.region().equals(usual.region()))
                        .findFirst()
                        .orElse(usual))
                .toList();
        zone(twin).set("ns1", targets, LIMIT);
        zone(twin).set("ns2", targets, LIMIT);
    }

    private static int requestsPerSecond(Twin twin, String balancer) {
        return frontend(twin, balancer).requestsPerSecond();
    }

    private static long requests(Twin twin, String balancer) {
        return frontend(twin, balancer).requests();
    }

    private static BalancerTraffic.Frontend frontend(Twin twin, String balancer) {
        return twin.site().balancer(balancer).traffic(LIMIT).frontends().getFirst();
    }

    private static ReplicaState replicas(Twin twin) {
        return twin.site().workloads("app").replicas(LIMIT).get(1);
    }
}
