package dev.holdfast.operations.announced;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An operation that is not available yet")
class AnnouncedOperationsTest {
    /** What the procedures write behind the name of the script. */
    private static final Map<String, Map<String, String>> IN_THE_DOCUMENT = Map.of(
            "check-region-health", Map.of("region", "us-east-1"),
            "cache-flush", Map.of("tier", "edge", "pattern", "*"),
            "disable-cache", Map.of("duration", "10m"),
            "verify-cache-data", Map.of("sample-size", "100"),
            "enable-cache", Map.of("with-validation", "true"),
            "cache-warmer", Map.of("source", "database", "validate", "true"));

    private final FakeExecution execution = new FakeExecution(new FakeSite(Path.of("")));

    @Test
    @DisplayName("takes the parameters of the procedures, is refused, and says what to do by hand")
    void refused() {
        assertThat(AnnouncedOperations.all()).isNotEmpty().allSatisfy(this::refuses);
    }

    private <P extends Record> void refuses(Operation<P> operation) {
        String command = operation.declaration().command();
        P parameters = ParameterBinding.bind(
                operation.declaration().parameters(), IN_THE_DOCUMENT.getOrDefault(command, Map.of()));

        assertThat(operation.available()).isFalse();
        assertThat(operation.prove(parameters, execution)).isInstanceOf(Proof.Unknown.class);
        assertThat(operation.assess(parameters, execution))
                .isInstanceOfSatisfying(Assessment.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.NOT_YET_AVAILABLE);
                    assertThat(refused.reason())
                            .startsWith(command + " is not available yet; do it by hand: ")
                            .hasSizeGreaterThan(command.length() + 60);
                    assertThat(refused.nextMove()).contains("skip the step");
                });
    }
}
