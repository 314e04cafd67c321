package dev.holdfast.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.runbook.RunbookParser;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Runbook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The catalogue")
class OperationsTest {
    private final Catalogue catalogue = new Catalogue(Operations.all());

    @Test
    @DisplayName("has every command of the document's database scenario, under the name of its script")
    void commands() {
        assertThat(catalogue.all().stream()
                        .map(operation -> operation.declaration().command()))
                .containsExactly(
                        "database-failover",
                        "database-rollback",
                        "fence-primary",
                        "notify",
                        "promote-replica",
                        "rebuild-database",
                        "rollout-restart",
                        "select-best-replica",
                        "update-app-configs",
                        "update-database-endpoints",
                        "verify-app-connectivity",
                        "verify-data-consistency",
                        "verify-database-failure",
                        "verify-recovery");
    }

    @Test
    @DisplayName("has the options that the document uses")
    void options() {
        assertThat(options("database-failover")).contains("target");
        assertThat(options("promote-replica")).contains("replica", "accept-data-loss");
        assertThat(options("update-database-endpoints")).contains("new-primary");
        assertThat(options("verify-data-consistency")).contains("compare-checksums");
        assertThat(options("rebuild-database")).contains("source", "target", "discard-divergence");
        assertThat(options("database-rollback")).contains("restore-point");
    }

    private List<String> options(String command) {
        return ParameterBinding.describe(catalogue.get(command).declaration().parameters()).stream()
                .map(ParameterBinding.Described::option)
                .toList();
    }

    @Test
    @DisplayName("describes every parameter and every operation")
    void described() {
        for (Operation<?> operation : catalogue.all()) {
            Declaration<?> declaration = operation.declaration();
            assertThat(declaration.summary()).isNotBlank();
            assertThat(ParameterBinding.describe(declaration.parameters()))
                    .allSatisfy(parameter -> assertThat(parameter.description()).isNotBlank());
        }
    }

    @Test
    @DisplayName("calls harmless exactly what only looks")
    void danger() {
        assertThat(catalogue.all())
                .allSatisfy(operation -> assertThat(operation instanceof Check<?>)
                        .isEqualTo(operation.declaration().danger() == Danger.READS));
    }

    @Test
    @DisplayName("knows every step of the shipped runbook, which can take back what it did to the roles")
    void runbook() throws IOException {
        Runbook runbook = RunbookParser.parse(
                "database-failure", Files.readString(Path.of("../runbooks/database-failure.yaml")), catalogue);

        assertThat(runbook.triggers()).containsExactly("database_primary_down");
        assertThat(Set.of(runbook.step("fence"), runbook.step("promote"))).allSatisfy(step -> {
            assertThat(step.undo()).isEqualTo(Optional.of("database-rollback"));
            assertThat(step.onFailure()).isEqualTo(FailurePolicy.UNDO);
        });
        assertThat(runbook.step("choose").needs()).isEmpty();
        assertThat(runbook.step("promote").needs()).containsExactly("fence");
        assertThat(runbook.step("endpoints").needs()).containsExactly("promote");
    }
}
