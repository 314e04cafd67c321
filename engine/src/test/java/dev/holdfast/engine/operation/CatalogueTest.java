package dev.holdfast.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.testkit.FakeOperation;
import dev.holdfast.engine.testkit.FakeWorld;
import dev.holdfast.engine.testkit.Incarnation;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CatalogueTest {
    private final List<Operation<?>> operations = FakeOperation.all(new FakeWorld(), new Incarnation());
    private final Catalogue catalogue = new Catalogue(operations);

    @Test
    void listsByCommand() {
        assertThat(catalogue.all())
                .extracting(operation -> operation.declaration().command())
                .containsExactly("switch-off", "switch-on", "switch-once", "wreck");
    }

    @Test
    void findsByCommandAndById() {
        assertThat(catalogue.find("switch-on")).isPresent().isEqualTo(catalogue.find("fake.switch-on"));
        assertThat(catalogue.find("switch")).isEmpty();
    }

    @Test
    void namesWhatWasMeant() {
        assertThatThrownBy(() -> catalogue.get("swich-on")).isInstanceOfSatisfying(HoldfastException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.COMPONENT_UNKNOWN);
            assertThat(e.attempted()).contains("swich-on", "switch-on").doesNotContain("wreck");
        });
    }

    @Test
    void refusesTwoOfOneName() {
        List<Operation<?>> doubled = new ArrayList<>(operations);
        doubled.add(operations.getFirst());

        assertThatThrownBy(() -> new Catalogue(doubled)).hasMessageContaining("switch-on");
    }
}
