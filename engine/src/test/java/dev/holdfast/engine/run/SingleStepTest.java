package dev.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.runbook.RunbookParser;
import dev.holdfast.engine.testkit.FakeOperation;
import dev.holdfast.engine.testkit.FakeWorld;
import dev.holdfast.engine.testkit.Incarnation;
import dev.holdfast.model.runbook.Runbook;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SingleStepTest {
    private final Catalogue catalogue = new Catalogue(FakeOperation.all(new FakeWorld(), new Incarnation()));
    private final Operation<?> operation = catalogue.get("switch-on");

    @ParameterizedTest
    @ValueSource(
            strings = {"replica1", "a b: {c} #d", "say \"it\" \\ 'so'", "line\none\ttab", "Zürich ☂ 🙂", "true", "7"})
    void readsBackAsItIs(String value) {
        Runbook runbook = SingleStep.of(operation, Map.of("target", value), Duration.ofMillis(1500));

        assertThat(RunbookParser.parse(runbook.name(), runbook.source(), catalogue))
                .isEqualTo(runbook);
    }

    @Test
    void readsBackWithoutParameters() {
        Runbook runbook = SingleStep.of(operation, Map.of("confirm", "true"), Duration.ofNanos(1));

        assertThat(RunbookParser.parse(runbook.name(), runbook.source(), catalogue))
                .isEqualTo(runbook);
    }
}
