package dev.holdfast.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Check;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.engine.operation.ParameterBinding;
import dev.holdfast.engine.runbook.RunbookParser;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                        .filter(Operation::available)
                        .map(operation -> operation.declaration().command()))
                .contains(
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
                .filteredOn(Operation::available)
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

    @Test
    @DisplayName("knows every step of the document's workflows, in the document's own form")
    void workflows() throws IOException {
        Runbook database = read("scripts/dr/workflows/database-recovery.yaml");
        Runbook region = read("scripts/dr/workflows/region-recovery.yaml");

        assertThat(database.triggers()).containsExactly("database_primary_down", "replication_lag_critical");
        assertThat(database.steps())
                .extracting(Step::operation)
                .containsExactly(
                        "verify-database-failure",
                        "select-best-replica",
                        "promote-replica",
                        "update-app-configs",
                        "verify-recovery",
                        "notify");
        assertThat(database.step("promote_replica").approval()).contains(ApprovalRule.ONE);
        assertThat(database.step("notify").parameters()).isEqualTo(Map.of("channels", "slack,pagerduty,email"));
        assertThat(region.triggers()).containsExactly("region_health_check_failed", "region_unreachable");
        assertThat(region.step("monitor_stability").parameters()).isEqualTo(Map.of("duration", "600s"));
        assertThat(region.step("monitor_stability").limits().timeout()).isEqualTo(Duration.ofMinutes(11));
    }

    @Test
    @DisplayName("knows every step of the runbooks of regions, and can do each of them")
    void regions() throws IOException {
        Runbook failure = read("runbooks/region-failure.yaml");
        Runbook failback = read("runbooks/region-failback.yaml");

        assertThat(failure.triggers()).containsExactly("region_health_check_failed", "region_unreachable");
        assertThat(failure.step("failover").undo()).contains("region-rollback");
        assertThat(failure.step("routing").needs()).containsExactly("failover");
        assertThat(failback.triggers()).isEmpty();
        assertThat(List.of(failure, failback))
                .allSatisfy(runbook -> assertThat(runbook.steps())
                        .allMatch(step -> catalogue.get(step.operation()).available()));
    }

    @Test
    @DisplayName("knows every step of the runbooks whose operations are still to come")
    void announced() throws IOException {
        assertThat(read("runbooks/cache-corruption.yaml").steps())
                .extracting(Step::operation)
                .containsExactly("cache-flush", "disable-cache", "verify-cache-data", "enable-cache", "cache-warmer");
    }

    private Runbook read(String file) throws IOException {
        return RunbookParser.parse(file, Files.readString(Path.of("..", file)), withNotify());
    }

    /** The catalogue, with a stand-in for the one operation of the workflows that is made elsewhere. */
    private Catalogue withNotify() {
        if (catalogue.find("notify").isPresent()) {
            return catalogue;
        }
        List<Operation<?>> all = new ArrayList<>(catalogue.all());
        all.add(new Notify());
        return new Catalogue(all);
    }

    private record Notify() implements Check<Notify.Parameters> {
        private record Parameters(
                @Parameter("whom") String channels,
                @Parameter("what") Optional<String> message) {}

        @Override
        public Declaration<Parameters> declaration() {
            return new Declaration<>("communication.notify", "notify", "Notifies.", Parameters.class, Danger.READS);
        }

        @Override
        public Proof prove(Parameters parameters, Execution execution) {
            throw new UnsupportedOperationException("nobody is told anything here");
        }
    }
}
