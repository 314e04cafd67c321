package dev.holdfast.operations.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.operation.Operation;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.FakeSite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation with effects, killed right before and right after each of them. Begun again, it must come to the same end;
 * and at no moment may two servers be able to acknowledge writes, which the site checks after every single effect.
 */
@DisplayName("An operation that is killed anywhere and begun again")
class CutAnywhereTest {
    private static final Optional<String> NONE = Optional.empty();

    @TempDir
    private Path evidence;

    private record Story<P extends Record>(
            String name, Consumer<FakeSite> before, Operation<P> operation, P parameters, Consumer<FakeSite> end) {}

    private static List<Story<?>> stories() {
        return Stream.of(afterFailures(), specialPromotions(), clients(), waysBack())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Story<?>> afterFailures() {
        return List.of(
                new Story<>(
                        "fences a crashed primary",
                        site -> site.crash("primary"),
                        new FencePrimary(),
                        new FencePrimary.Parameters(NONE, NONE),
                        site -> assertThat(site.acknowledging()).isEmpty()),
                new Story<>(
                        "promotes after a crash",
                        site -> site.crash("primary"),
                        new PromoteReplica(),
                        new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE),
                        CutAnywhereTest::replica1Serves),
                new Story<>(
                        "promotes after a hang",
                        site -> site.hang("primary"),
                        new PromoteReplica(),
                        new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE),
                        CutAnywhereTest::replica1Serves),
                new Story<>(
                        "promotes without being told whom",
                        site -> site.hang("primary"),
                        new PromoteReplica(),
                        new PromoteReplica.Parameters(NONE, NONE, NONE),
                        CutAnywhereTest::replica1Serves),
                new Story<>(
                        "promotes after the primary was cut off",
                        site -> site.isolate("primary"),
                        new PromoteReplica(),
                        new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE),
                        CutAnywhereTest::replica1Serves));
    }

    private static List<Story<?>> specialPromotions() {
        return List.of(
                new Story<>(
                        "promotes one that first has to catch up",
                        site -> {
                            site.loseUpstream("replica1");
                            site.write("primary", 500);
                            site.crash("primary");
                        },
                        new PromoteReplica(),
                        new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE),
                        CutAnywhereTest::replica1Serves),
                new Story<>(
                        "switches over from a living primary",
                        site -> site.write("primary", 500),
                        new PromoteReplica(),
                        new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE),
                        CutAnywhereTest::replica1Serves),
                new Story<>(
                        "promotes where replication is asynchronous",
                        site -> site.asynchronous().hang("primary"),
                        new PromoteReplica(),
                        new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE),
                        CutAnywhereTest::replica1Serves));
    }

    private static List<Story<?>> clients() {
        return List.of(
                new Story<>(
                        "fails over with one command",
                        site -> site.hang("primary"),
                        new DatabaseFailover(),
                        new DatabaseFailover.Parameters(Optional.of("replica1"), NONE, NONE),
                        CutAnywhereTest::clientsReachReplica1),
                new Story<>(
                        "leads the endpoints to the new primary",
                        site -> promoted(site.crash("primary")),
                        new UpdateDatabaseEndpoints(),
                        new UpdateDatabaseEndpoints.Parameters(Optional.of("replica1"), NONE),
                        CutAnywhereTest::clientsReachReplica1),
                new Story<>(
                        "points the applications at the new primary",
                        site -> promoted(site.crash("primary")),
                        new UpdateAppConfigs(),
                        new UpdateAppConfigs.Parameters(NONE),
                        CutAnywhereTest::clientsReachReplica1));
    }

    private static List<Story<?>> waysBack() {
        return List.of(
                new Story<>(
                        "rebuilds the old primary",
                        site -> promoted(site.crash("primary")),
                        new RebuildDatabase(),
                        new RebuildDatabase.Parameters(Optional.of("replica1"), "old-primary", false, NONE),
                        site -> {
                            clientsReachReplica1(site);
                            assertThat(site.fakeBalancer("use1").letIn("pg_reader"))
                                    .containsExactlyInAnyOrder("primary", "replica2");
                        }),
                new Story<>(
                        "rebuilds an old primary that woke up",
                        site -> promoted(site.isolate("primary")).reconnect("primary"),
                        new RebuildDatabase(),
                        new RebuildDatabase.Parameters(Optional.of("replica1"), "old-primary", false, NONE),
                        CutAnywhereTest::clientsReachReplica1),
                new Story<>(
                        "takes a fence back",
                        CutAnywhereTest::fenced,
                        new DatabaseRollback(),
                        new DatabaseRollback.Parameters(Optional.of("latest"), NONE),
                        site -> assertThat(site.acknowledging()).containsExactly("primary")),
                new Story<>(
                        "switches back to the old primary",
                        CutAnywhereTest::rebuilt,
                        new DatabaseRollback(),
                        new DatabaseRollback.Parameters(Optional.of("latest"), NONE),
                        site -> assertThat(site.acknowledging()).containsExactly("primary")));
    }

    @TestFactory
    Stream<DynamicTest> comesToTheSameEnd() {
        return stories().stream().map(story -> DynamicTest.dynamicTest(story.name(), () -> tell(story)));
    }

    private <P extends Record> void tell(Story<P> story) {
        int effects = effectsOf(story);
        assertThat(effects).isPositive();
        for (int number = 1; number <= effects; number++) {
            for (boolean after : List.of(false, true)) {
                tell(story, number, after);
            }
        }
    }

    /** The undisturbed story, and that nothing changes when it is told twice. */
    private <P extends Record> int effectsOf(Story<P> story) {
        FakeSite site = site(story);
        proveTo(story, site);
        int effects = site.effects().log().size();
        List<String> first = site.effects().log();
        proveTo(story, site);
        assertThat(site.effects().log()).as("done twice changes nothing").isEqualTo(first);
        return effects;
    }

    private <P extends Record> void tell(Story<P> story, int number, boolean after) {
        FakeSite site = site(story);
        site.effects().cutAt(number, after);
        List<RuntimeException> deaths = new ArrayList<>();
        try {
            new FakeExecution(site).run(story.operation(), story.parameters());
        } catch (RuntimeException killed) {
            deaths.add(killed);
        }
        assertThat(site.effects().wasCut()).as("killed at effect %d", number).isTrue();
        List<String> done = site.effects().log();
        site.effects().restart();
        site.write("primary", 10);
        assertThat(new FakeExecution(site).run(story.operation(), story.parameters()))
                .as("begun again after %s (%s)", done, deaths)
                .isInstanceOf(Proof.Holds.class);
        story.end().accept(site);
        assertThat(site.effects().violations()).isEmpty();
    }

    private <P extends Record> FakeSite site(Story<P> story) {
        FakeSite site = new FakeSite(evidence);
        story.before().accept(site);
        site.effects().restart();
        return site;
    }

    private static <P extends Record> void proveTo(Story<P> story, FakeSite site) {
        assertThat(new FakeExecution(site).run(story.operation(), story.parameters()))
                .isInstanceOf(Proof.Holds.class);
        story.end().accept(site);
        assertThat(site.effects().violations()).isEmpty();
    }

    private static FakeSite promoted(FakeSite site) {
        site.recordRestorePoint();
        new FakeExecution(site)
                .run(new PromoteReplica(), new PromoteReplica.Parameters(Optional.of("replica1"), NONE, NONE));
        return site;
    }

    private static void fenced(FakeSite site) {
        site.crash("primary");
        site.recordRestorePoint();
        new FakeExecution(site).run(new FencePrimary(), new FencePrimary.Parameters(NONE, NONE));
    }

    private static void rebuilt(FakeSite site) {
        promoted(site.crash("primary"));
        new FakeExecution(site)
                .run(new RebuildDatabase(), new RebuildDatabase.Parameters(NONE, "old-primary", false, NONE));
    }

    private static void replica1Serves(FakeSite site) {
        assertThat(site.acknowledging()).containsExactly("replica1");
        assertThat(site.write("replica1", 10)).isTrue();
    }

    private static void clientsReachReplica1(FakeSite site) {
        replica1Serves(site);
        for (String balancer : List.of("use1", "usw2", "euw1")) {
            assertThat(site.fakeBalancer(balancer).letIn("pg_writer")).containsExactly("replica1");
        }
    }
}
