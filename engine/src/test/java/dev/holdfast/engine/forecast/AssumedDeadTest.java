package dev.holdfast.engine.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.testkit.DatabaseSite;
import dev.holdfast.engine.testkit.FakeDatabase;
import dev.holdfast.engine.testkit.Topologies;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.topology.Topology;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssumedDeadTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Topology TOPOLOGY = Topologies.orders(Duration.ofMinutes(5));
    private static final PrimarySighting SIGHTING =
            new PrimarySighting("orders", Topologies.primary(1000, 1), NOW, 100);

    private final FakeDatabase database = new FakeDatabase(TOPOLOGY.databases().getFirst(), Clock.systemUTC())
            .answers(Topologies.primary(1000, 1))
            .answers(Topologies.standby("replica1", 1000, NOW));
    private final DatabaseSite real = new DatabaseSite(TOPOLOGY, database, Clock.systemUTC());
    private final Site site = new AssumedDead(real, SIGHTING);
    private final DatabaseCluster cluster = site.database("orders").cluster();

    @Test
    void thePrimaryDoesNotAnswerAndTheOthersDo() {
        assertThat(cluster.observe(LIMIT).primary()).isEmpty();
        assertThat(cluster.observe("primary", LIMIT)).isInstanceOf(NodeState.Unreachable.class);
        assertThat(cluster.observe(LIMIT).standbys())
                .extracting(NodeState.Standby::node)
                .containsExactly("replica1");
    }

    @Test
    void theDetectionIsSureAndThePrimaryIsRememberedAsItWas() {
        assertThat(site.examiner().examine("orders", LIMIT)).isInstanceOf(Verdict.Down.class);
        assertThat(site.memory().lastSighting("orders")).hasValue(SIGHTING);
    }

    @Test
    void nothingIsRememberedAndNothingChanged() {
        site.memory().remember(SIGHTING);

        assertThat(real.memory().lastSighting("orders")).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> cluster.promote("replica1", LIMIT))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("a forecast changes nothing");
    }
}
