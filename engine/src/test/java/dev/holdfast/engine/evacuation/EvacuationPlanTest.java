package dev.holdfast.engine.evacuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvacuationPlanTest {
    private static final Topology SHOP = topology(
            deployment("web", "east", "cart", "search"),
            deployment("cart", "east", "stock", "orders-database"),
            deployment("search", "east"),
            deployment("stock", "east"),
            deployment("mail", "west", "stock"));

    @Test
    void eachServiceIsMovedAfterThoseThatItDependsOn() {
        EvacuationPlan plan = EvacuationPlan.of(SHOP, "east", Optional.empty());

        assertThat(plan.waves()).containsExactly(List.of("search", "stock"), List.of("cart"), List.of("web"));
        assertThat(plan.moves()).contains(new EvacuationPlan.Move("web", List.of("cart", "search")));
    }

    @Test
    void whatDoesNotRunThereIsLeftAlone() {
        EvacuationPlan plan = EvacuationPlan.of(SHOP, "west", Optional.empty());

        assertThat(plan.moves()).containsExactly(new EvacuationPlan.Move("mail", List.of()));
    }

    @Test
    void theRunbookSaysWhoWaitsForWhomAndWhereItGoes() {
        String text = EvacuationPlan.of(SHOP, "east", Optional.of("west")).runbook();

        assertThat(text)
                .contains("- stock: { operation: region-failover, needs: [], ")
                .contains("- web: { operation: region-failover, needs: [cart, search], ")
                .contains("deployment: web, from: east, to: west");
    }

    @Test
    void aCircleIsRefused() {
        Topology circle = topology(deployment("a", "east", "b"), deployment("b", "east", "a"));

        assertThatThrownBy(() -> EvacuationPlan.of(circle, "east", Optional.empty()))
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("in a circle: [a, b]");
    }

    @Test
    void aRegionThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> EvacuationPlan.of(SHOP, "south", Optional.empty()))
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("region 'south'");
    }

    @Test
    void aRegionInWhichNothingRunsIsRefused() {
        assertThatThrownBy(() -> EvacuationPlan.of(topology(), "east", Optional.empty()))
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("instances in east");
    }

    private static Topology topology(DeploymentSpec... deployments) {
        return new Topology(
                "shop",
                List.of(new RegionSpec("east", "127.0.0.1"), new RegionSpec("west", "127.0.0.2")),
                List.of(),
                List.of(),
                List.of(),
                List.of(deployments),
                List.of());
    }

    private static DeploymentSpec deployment(String name, String region, String... dependsOn) {
        DeploymentSpec.InstanceSpec instance = new DeploymentSpec.InstanceSpec(
                name + "-1", region, "host", "balancer", new HostPort("127.0.0.1", 80), "/conf", "/restart");
        return new DeploymentSpec(
                name,
                "processes",
                name,
                Optional.empty(),
                List.of(instance),
                List.of(),
                Optional.empty(),
                List.of(dependsOn),
                Map.of());
    }
}
