package dev.holdfast.drivers.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.database.ProcessState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TwinSeedTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration LIMIT = Duration.ofMillis(20);

    @TempDir
    Path evidence;

    private final ReadOnlySite guard = new ReadOnlySite();
    /** Stands for the live site. */
    private final Twin live = TwinSeed.healthy(SampleTopology.get(), NOW).twin(TwinTimings.NONE, Path.of(""));

    private Twin seeded() {
        return TwinSeed.observe(guard.of(live.site()), LIMIT).twin(TwinTimings.NONE, evidence);
    }

    private static void assertSame(Site twin, Site live) {
        assertThat(twin.database("orders").cluster().observe(LIMIT))
                .isEqualTo(live.database("orders").cluster().observe(LIMIT));
        assertThat(twin.workloads("app").instances(LIMIT))
                .isEqualTo(live.workloads("app").instances(LIMIT));
        for (String backend : List.of("pg_writer", "pg_reader", "app")) {
            assertThat(twin.balancer("lb-west").servers(backend, LIMIT))
                    .isEqualTo(live.balancer("lb-west").servers(backend, LIMIT));
        }
    }

    @Test
    void aTwinIsAsTheSiteWasSeen() {
        live.clients().write("orders", "lb-east", 77);
        live.site().balancer("lb-west").drain("app", "app-west-2", LIMIT);
        Twin twin = seeded();
        assertSame(twin.site(), live.site());
        assertThat(guard.asked()).contains("observe", "servers", "instances", "lastSighting", "all");
    }

    @Test
    void aTwinIsAsDamagedAsTheSite() {
        live.faults().crash("primary");
        live.faults().hang("replica1");
        live.faults().crash("app-east-1");
        Twin twin = seeded();
        assertSame(twin.site(), live.site());
        assertThat(twin.site().database("orders").cluster().process("primary", LIMIT))
                .isInstanceOf(ProcessState.Crashed.class);
        assertThat(twin.site().database("orders").cluster().process("replica1", LIMIT))
                .isInstanceOf(ProcessState.Running.class);
        assertThat(twin.invariants()).isEmpty();
    }

    @Test
    void whatHappensOnATwinDoesNotHappenOnTheSite() {
        Twin twin = seeded();
        twin.faults().crash("primary");
        twin.site().balancer("lb-west").cut("pg_writer", "primary", LIMIT);
        assertThat(live.effects()).isEmpty();
        assertThat(live.clients().served()).doesNotContainValue(false);
    }

    @Test
    void aPrimaryThatIsDownIsRememberedAsItWas() {
        PrimarySighting before = live.site().memory().lastSighting("orders").orElseThrow();
        live.faults().isolate("primary");
        Twin twin = seeded();
        assertThat(twin.site().memory().lastSighting("orders")).contains(before);
        twin.faults().heal("primary");
        assertThat(twin.site().database("orders").cluster().observe("primary", LIMIT))
                .isInstanceOfSatisfying(
                        NodeState.Primary.class,
                        primary -> assertThat(primary.written())
                                .isEqualTo(before.state().written()));
    }

    @Test
    void aLoadBalancerThatDoesNotAnswerDoesNotAnswerOnTheTwin() {
        live.faults().crash("lb-north");
        assertThat(seeded().clients().served()).containsEntry("north", false).containsEntry("east", true);
    }

    @Test
    void theGuardOfTheseTestsRefusesEffects() {
        Site guarded = guard.of(live.site());
        assertThatThrownBy(() -> guarded.database("orders").cluster().promote("replica1", LIMIT))
                .isInstanceOf(AssertionError.class);
    }
}
