package dev.holdfast.engine.evacuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvacuationPlanTest {
    private static final Topology SHOP = topology(
            List.of("web", "cart", "search", "stock"),
            deployment("web", "queue", "search"),
            deployment("queue", "cart"),
            deployment("cart", "stock", "orders-database"),
            deployment("search"),
            deployment("stock"),
            deployment("mail", "stock"));

    @Test
    void eachServiceIsMovedAfterThoseThatItDependsOn() {
        EvacuationPlan plan = EvacuationPlan.of(SHOP, "east", Optional.empty());

        assertThat(plan.waves()).containsExactly(List.of("search", "stock"), List.of("cart"), List.of("web"));
        assertThat(plan.moves()).contains(new EvacuationPlan.Move("web", List.of("cart", "search")));
    }

    @Test
    void whatClientsAreNotLedToIsNotMoved() {
        EvacuationPlan plan = EvacuationPlan.of(SHOP, "east", Optional.empty());

        assertThat(plan.moves()).extracting(EvacuationPlan.Move::service).doesNotContain("queue", "mail");
    }

    @Test
    void theRunbookSaysWhoWaitsForWhomAndWhereItGoes() {
        String text = EvacuationPlan.of(SHOP, "east", Optional.of("west")).runbook();

        assertThat(text)
                .contains("- stock: { operation: region-failover, needs: [], ")
                .contains("- web: { operation: region-failover, needs: [cart, search], ")
                .contains("dns: web, from: east, to: west");
    }

    @Test
    void aCircleIsRefused() {
        Topology circle = topology(List.of("a", "b"), deployment("a", "b"), deployment("b", "a"));

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
    void aRegionThatNobodyIsLedToIsRefused() {
        assertThatThrownBy(() -> EvacuationPlan.of(SHOP, "west", Optional.empty()))
                .isInstanceOf(HoldfastException.class)
                .hasMessageContaining("led to in west");
    }

    /** Clients are led to these services in the east. */
    private static Topology topology(List<String> services, DeploymentSpec... deployments) {
        return new Topology(
                "shop",
                List.of(new RegionSpec("east", "127.0.0.1"), new RegionSpec("west", "127.0.0.2")),
                List.of(),
                List.of(),
                List.of(),
                List.of(deployments),
                List.of(),
                services.stream().map(EvacuationPlanTest::dns).toList(),
                List.of());
    }

    private static DnsSpec dns(String service) {
        return new DnsSpec(
                service,
                "powerdns",
                "shop.test.",
                service + ".shop.test.",
                Duration.ofSeconds(30),
                service,
                List.of(),
                List.of(new DnsSpec.Answer("east", "127.0.0.3", 100, List.of())),
                Map.of(),
                Optional.empty());
    }

    private static DeploymentSpec deployment(String name, String... dependsOn) {
        return new DeploymentSpec(
                name,
                "processes",
                name,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(dependsOn),
                Map.of());
    }
}
