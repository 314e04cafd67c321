package dev.holdfast.operations.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.operation.Operation;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.RegionSite;
import dev.holdfast.operations.testkit.VirtualTempo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of regions share: a site, and a time that goes by only when somebody waits. */
abstract class InRegions {
    static final Optional<String> NONE = Optional.empty();
    private static final Duration STEP = Duration.ofMinutes(2);

    @TempDir
    private Path evidence;

    final VirtualTempo tempo = new VirtualTempo();
    RegionSite site;
    FakeExecution execution;

    @BeforeEach
    void begin() {
        site = tempo.make(() -> new RegionSite(evidence));
        execution = new FakeExecution(site).withTime(STEP);
    }

    void inTime(Runnable test) {
        tempo.run(test);
        assertThat(site.effects().violations()).isEmpty();
    }

    <P extends Record> void assertRefused(Operation<P> operation, P parameters, ErrorCode code, String nextMove) {
        assertThat(operation.assess(parameters, execution))
                .isInstanceOfSatisfying(Assessment.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.nextMove()).contains(nextMove);
                });
    }
}
