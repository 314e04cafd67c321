package dev.holdfast.drivers.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.error.HoldfastException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long things take on a twin, in virtual time. */
final class TwinTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @TempDir
    Path evidence;

    private Twin healthy() {
        return TwinSeed.healthy(SampleTopology.get(), NOW).twin(TwinTimings.USUAL, evidence);
    }

    private static DatabaseCluster cluster(Twin twin) {
        return twin.site().database("orders").cluster();
    }

    /** The virtual time that something takes. */
    private static Duration time(Runnable work) throws Exception {
        return new SimulatedTempo(1, NOW).run(() -> {
            work.run();
            return Duration.ofNanos(Tempo.current().nanoTime());
        });
    }

    @Test
    void anEffectTakesItsDeclaredTime() throws Exception {
        Twin twin = healthy();
        twin.faults().crash("primary");
        assertThat(time(() -> cluster(twin).promote("replica1", LIMIT))).isEqualTo(TwinCall.PROMOTE.usual());
        assertThat(twin.effects()).containsExactly("promote replica1");
    }

    @Test
    void silenceTakesAsLongAsTheLimit() throws Exception {
        Twin twin = healthy();
        twin.faults().hang("replica1");
        assertThat(time(() -> cluster(twin).observe("replica1", LIMIT))).isEqualTo(LIMIT);
        twin.faults().crash("replica1");
        assertThat(time(() -> cluster(twin).observe("replica1", LIMIT))).isEqualTo(TwinCall.OBSERVE.usual());
    }

    @Test
    void aCallThatIsLateMayHaveHadItsEffect() throws Exception {
        Twin twin = healthy();
        twin.faults().crash("primary");
        Duration tooShort = TwinCall.PROMOTE.usual().minusMillis(1);
        assertThat(time(() -> refused(() -> cluster(twin).promote("replica1", tooShort))))
                .isEqualTo(tooShort);
        assertThat(state(twin)).isInstanceOf(NodeState.Primary.class);
    }

    @Test
    void aCallThatNeverArrivesHasNone() throws Exception {
        Twin twin = healthy();
        twin.faults().crash("primary");
        twin.faults().slowDown("replica1", Duration.ofMinutes(1));
        assertThat(time(() -> refused(() -> cluster(twin).promote("replica1", LIMIT))))
                .isEqualTo(LIMIT);
        twin.faults().heal("replica1");
        assertThat(state(twin)).isInstanceOf(NodeState.Standby.class);
    }

    @Test
    void aSilentPrimaryCountsAsDownWhenTheSilenceHasLasted() throws Exception {
        Twin twin = healthy();
        twin.faults().hang("primary");
        Duration took = time(() ->
                assertThat(twin.site().examiner().examine("orders", LIMIT)).isInstanceOf(Verdict.Down.class));
        assertThat(took).isEqualTo(Duration.ofMillis(1200));
    }

    private static NodeState state(Twin twin) throws Exception {
        return new SimulatedTempo(1, NOW).run(() -> cluster(twin).observe("replica1", LIMIT));
    }

    private static void refused(Runnable work) {
        try {
            work.run();
        } catch (HoldfastException expected) {
            return;
        }
        throw new AssertionError("it was not refused");
    }
}
