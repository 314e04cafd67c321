package dev.holdfast.drivers.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.LoadBalancer;
import dev.holdfast.engine.spi.Workloads;
import dev.holdfast.model.balancer.InstanceState.Health;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.database.RejoinMethod;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TwinTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration LIMIT = Duration.ofMillis(20);

    @TempDir
    Path evidence;

    private Twin healthy() {
        return TwinSeed.healthy(SampleTopology.get(), NOW).twin(TwinTimings.NONE, evidence);
    }

    private static DatabaseCluster cluster(Twin twin) {
        return twin.site().database("orders").cluster();
    }

    @Test
    void aHealthySiteServesClientsEverywhere() {
        Twin twin = healthy();
        assertThat(twin.clients().served()).hasSize(3).containsValue(true).doesNotContainValue(false);
        assertThat(twin.clients().write("orders", "lb-west", 10)).isTrue();
        assertThat(twin.capacity().standbys()).containsExactly(new TwinCapacity.Part("orders", 2, 2));
        assertThat(twin.capacity().instances()).allMatch(part -> part.ready() == 2 && part.total() == 2);
        assertThat(twin.invariants()).isEmpty();
    }

    @Test
    void whileThePrimaryIsDownNobodyIsServedAndNoInstanceIsReady() {
        Twin twin = healthy();
        twin.faults().crash("primary");
        assertThat(twin.clients().served()).doesNotContainValue(true);
        assertThat(twin.clients().write("orders", "lb-west", 10)).isFalse();
        assertThat(twin.site().workloads("app").instances(LIMIT))
                .allMatch(instance -> instance.health() == Health.NOT_READY);
        assertThat(cluster(twin).process("primary", LIMIT)).isInstanceOf(ProcessState.Crashed.class);
    }

    @Test
    void aFailoverBringsTheClientsBack() {
        Twin twin = healthy();
        DatabaseCluster cluster = cluster(twin);
        twin.clients().write("orders", "lb-east", 10);
        twin.faults().crash("primary");
        cluster.stopForGood("primary", LIMIT);
        cluster.promote("replica1", LIMIT);
        cluster.follow("replica2", "replica1", LIMIT);
        twin.site().balancer("lb-west").routeOnlyTo("pg_writer", "replica1", LIMIT);
        assertThat(twin.clients().served()).containsEntry("west", true).containsEntry("east", false);
        assertThat(twin.site().database("orders").rejoin().rejoin("primary", "replica1", LIMIT))
                .isEqualTo(RejoinMethod.FOLLOW);
        assertThat(twin.capacity().standbys()).containsExactly(new TwinCapacity.Part("orders", 2, 2));
        assertThat(twin.violations()).isEmpty();
    }

    @Test
    void writesThatOnlyTheOldPrimaryHasMakeItRewind() {
        Twin twin = healthy();
        twin.faults().isolate("primary");
        assertThat(twin.clients().writeAt("orders", "primary", 10)).isFalse();
        cluster(twin).promote("replica1", LIMIT);
        cluster(twin).follow("replica2", "replica1", LIMIT);
        twin.faults().heal("primary");
        assertThat(cluster(twin).observe(LIMIT).primaries()).hasSize(2);
        assertThat(twin.violations()).as("nobody confirms to the old one").isEmpty();
        assertThat(twin.clients().writeAt("orders", "primary", 10)).isFalse();
        cluster(twin).stopForGood("primary", LIMIT);
        assertThat(twin.site().database("orders").rejoin().captureDivergence("primary", "replica1", evidence, LIMIT))
                .hasValueSatisfying(found -> assertThat(found.bytes()).isEqualTo(10));
        assertThat(twin.site().database("orders").rejoin().rejoin("primary", "replica1", LIMIT))
                .isEqualTo(RejoinMethod.REWIND);
    }

    @Test
    void twoServersThatCouldAcknowledgeAreAViolation() {
        Twin twin = TwinSeed.asynchronous(SampleTopology.get(), NOW).twin(TwinTimings.NONE, evidence);
        twin.faults().hang("primary");
        assertThatExceptionOfType(InvariantBrokenException.class)
                .isThrownBy(() -> cluster(twin).promote("replica1", LIMIT))
                .withMessageContaining("[primary, replica1] of orders could acknowledge");
        assertThat(twin.violations()).hasSize(1);
        assertThat(twin.invariants()).hasSize(1);
        // The old one is down for good: now there is one again.
        twin.faults().crash("primary");
        assertThat(twin.invariants()).isEmpty();
    }

    @Test
    void aPrimaryThatLacksAnAcknowledgedWriteIsAViolationUnlessAccepted() {
        Twin twin = losing();
        assertThatExceptionOfType(InvariantBrokenException.class)
                .isThrownBy(() -> twin.site().database("orders").rejoin().rejoin("replica2", "replica1", LIMIT))
                .withMessageContaining("lacks acknowledged ones");
        Twin accepted = losing();
        accepted.faults().acceptLoss();
        accepted.site().database("orders").rejoin().rejoin("replica2", "replica1", LIMIT);
        assertThat(accepted.violations()).isEmpty();
    }

    /** Only replica2 has the last acknowledged write, and replica1 was promoted. */
    private Twin losing() {
        Twin twin = healthy();
        twin.faults().holdBack("replica1");
        assertThat(twin.clients().writeAt("orders", "primary", 10)).isTrue();
        twin.faults().crash("primary");
        cluster(twin).promote("replica1", LIMIT);
        twin.faults().crash("replica2");
        return twin;
    }

    @Test
    void aStandbyThatIsAheadCantFollow() {
        Twin twin = healthy();
        twin.faults().holdBack("replica1");
        twin.clients().writeAt("orders", "primary", 10);
        twin.faults().crash("primary");
        cluster(twin).promote("replica1", LIMIT);
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> cluster(twin).follow("replica2", "replica1", LIMIT))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.REPLICATION_NOT_FOLLOWING));
    }

    @Test
    void theExaminerFollowsTheRealRule() {
        Twin twin = healthy();
        assertThat(examine(twin)).isInstanceOf(Verdict.Alive.class);
        twin.faults().crash("primary");
        assertThat(examine(twin))
                .isInstanceOfSatisfying(
                        Verdict.Down.class, down -> assertThat(down.cause()).isEqualTo(Verdict.Cause.CRASHED));
        twin.faults().crash("replica1");
        twin.faults().crash("replica2");
        assertThat(examine(twin)).isInstanceOf(Verdict.Blind.class);
    }

    private static Verdict examine(Twin twin) {
        return twin.site().examiner().examine("orders", Duration.ofMillis(60));
    }

    @Test
    void aRestartedInstanceIsAnotherProcess() {
        Twin twin = healthy();
        Workloads workloads = twin.site().workloads("app");
        String before = workloads.instance("app-east-1", LIMIT).incarnation();
        workloads.restart("app-east-1", LIMIT);
        assertThat(workloads.instance("app-east-1", LIMIT).incarnation()).isNotEqualTo(before);
    }

    @Test
    void aLoadBalancerThatIsDownIsRefusedAndServesNobody() {
        Twin twin = healthy();
        LoadBalancer balancer = twin.site().balancer("lb-east");
        twin.faults().crash("lb-east");
        assertThatExceptionOfType(HoldfastException.class)
                .isThrownBy(() -> balancer.ready("pg_writer", "replica1", LIMIT))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BALANCER_UNREACHABLE));
        assertThat(twin.clients().served()).containsEntry("east", false).containsEntry("west", true);
        twin.faults().heal("lb-east");
        assertThat(twin.clients().served()).containsEntry("east", true);
    }

    @Test
    void aServerThatWasStoppedForGoodComesBackAsAStandby() {
        Twin twin = healthy();
        cluster(twin).stopForGood("primary", LIMIT);
        cluster(twin).start("primary", LIMIT);
        assertThat(cluster(twin).observe("primary", LIMIT)).isInstanceOf(NodeState.Standby.class);
        cluster(twin).stopForGood("primary", LIMIT);
        cluster(twin).allowStartAsPrimary("primary", LIMIT);
        cluster(twin).start("primary", LIMIT);
        assertThat(cluster(twin).observe("primary", LIMIT)).isInstanceOf(NodeState.Primary.class);
        assertThat(twin.effects())
                .contains("stop primary for good", "start primary", "allow primary to start as primary");
    }

    @Test
    void nothingIsToldAndNothingIsRun() {
        Twin twin = healthy();
        assertThat(twin.site().notifications().channels()).isEqualTo(List.of("pager"));
        assertThat(twin.told()).isEmpty();
        assertThat(twin.programs()).isEmpty();
    }
}
