package dev.holdfast.operations.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.operation.Operation;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.operations.testkit.FakeExecution;
import dev.holdfast.operations.testkit.RegionSite;
import dev.holdfast.operations.testkit.VirtualTempo;
import java.nio.file.Path;
import java.time.Duration;
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
 * Every way to lead clients elsewhere, killed right before and right after each of its effects, decisions that are recorded included.
 * Begun again, it must come to the same end; after each effect the site checks that every DNS server leads clients to a region that
 * lives, and that no two servers can acknowledge writes.
 */
@DisplayName("An operation on regions that is killed anywhere and begun again")
class CutInRegionsTest {
    private static final Optional<String> NONE = Optional.empty();
    private static final String LEFT = "us-east-1=0>us-west-2 us-west-2=100 eu-west-1=100";
    private static final String USUAL = "us-east-1=100 us-west-2=100 eu-west-1=100";

    @TempDir
    private Path evidence;

    private record Story<P extends Record>(
            String name, Consumer<RegionSite> before, Operation<P> operation, P parameters, Consumer<RegionSite> end) {}

    private static List<Story<?>> stories() {
        return List.of(
                new Story<>(
                        "leaves a dead region",
                        site -> site.lose("us-east-1"),
                        new RegionFailover(),
                        failover(false),
                        site -> {
                            assertThat(site.zone().said("ns2")).isEqualTo(LEFT);
                            replica1Serves(site);
                        }),
                new Story<>(
                        "redirects from a dead region",
                        site -> site.lose("us-east-1"),
                        new RedirectRegionalTraffic(),
                        new RedirectRegionalTraffic.Parameters(NONE, NONE, NONE),
                        CutInRegionsTest::replica1Serves),
                new Story<>(
                        "drains a region",
                        site -> site.cling(0.5).sockets("us-east-1", "fastapi-main-use1-1", 3),
                        new RegionFailover(),
                        failover(false),
                        CutInRegionsTest::drained),
                new Story<>(
                        "drains a region with its database", _ -> {}, new RegionFailover(), failover(true), site -> {
                            drained(site);
                            replica1Serves(site);
                        }),
                new Story<>(
                        "leads clients back",
                        CutInRegionsTest::drain,
                        new RegionFailback(),
                        new RegionFailback.Parameters("us-east-1", NONE),
                        CutInRegionsTest::asBefore),
                new Story<>(
                        "takes a drain back",
                        CutInRegionsTest::drain,
                        new RegionRollback(),
                        new RegionRollback.Parameters(NONE, NONE),
                        CutInRegionsTest::asBefore),
                new Story<>(
                        "takes a region out of DNS",
                        site -> site.lose("us-east-1"),
                        new UpdateGeodns(),
                        new UpdateGeodns.Parameters(Optional.of("us-east-1"), NONE, Optional.empty(), NONE),
                        site -> assertThat(site.zone().said("ns2")).startsWith("us-east-1=0")));
    }

    private static RegionFailover.Parameters failover(boolean withDatabase) {
        return new RegionFailover.Parameters(
                Optional.of("us-east-1"), Optional.of("us-west-2"), false, withDatabase, NONE);
    }

    private static void drain(RegionSite site) {
        assertThat(execution(site).run(new RegionFailover(), failover(false))).isInstanceOf(Proof.Holds.class);
    }

    private static FakeExecution execution(RegionSite site) {
        return new FakeExecution(site).withTime(Duration.ofMinutes(2));
    }

    private static void replica1Serves(RegionSite site) {
        assertThat(site.plain().acknowledging()).containsExactly("replica1");
        assertThat(site.plain().fakeBalancer("usw2").letIn("pg_writer")).containsExactly("replica1");
        assertThat(site.rate("us-east-1")).isZero();
    }

    private static void drained(RegionSite site) {
        assertThat(site.zone().said("ns1")).isEqualTo(LEFT);
        assertThat(site.zone().said("ns2")).isEqualTo(LEFT);
        assertThat(site.rate("us-east-1")).isZero();
        assertThat(site.isAskedToLeave("us-east-1")).isTrue();
        assertThat(site.webSockets("fastapi-main-use1-1")).isZero();
    }

    private static void asBefore(RegionSite site) {
        TailLook.sleep(site.zone().spec().ttl());
        assertThat(site.zone().said("ns1")).isEqualTo(USUAL);
        assertThat(site.zone().said("ns2")).isEqualTo(USUAL);
        assertThat(site.rate("us-east-1")).isEqualTo(100);
        assertThat(List.of("us-east-1", "us-west-2", "eu-west-1")).noneMatch(site::isAskedToLeave);
    }

    @TestFactory
    Stream<DynamicTest> comesToTheSameEnd() {
        return stories().stream().map(story -> DynamicTest.dynamicTest(story.name(), () -> tell(story)));
    }

    private <P extends Record> void tell(Story<P> story) {
        List<Integer> effects = new ArrayList<>();
        new VirtualTempo().run(() -> effects.add(effectsOf(story)));
        assertThat(effects.getFirst()).isPositive();
        for (int number = 1; number <= effects.getFirst(); number++) {
            int at = number;
            new VirtualTempo().run(() -> tell(story, at, false));
            new VirtualTempo().run(() -> tell(story, at, true));
        }
    }

    private RegionSite begin(Story<?> story) {
        RegionSite site = new RegionSite(evidence);
        story.before().accept(site);
        site.effects().restart();
        return site;
    }

    /** The undisturbed story, and that nothing changes when it is told twice. */
    private <P extends Record> int effectsOf(Story<P> story) {
        RegionSite site = begin(story);
        proveTo(story, site);
        List<String> first = site.effects().log();
        proveTo(story, site);
        assertThat(site.effects().log()).as("done twice changes nothing").isEqualTo(first);
        return first.size();
    }

    private static <P extends Record> void proveTo(Story<P> story, RegionSite site) {
        assertThat(execution(site).run(story.operation(), story.parameters())).isInstanceOf(Proof.Holds.class);
        story.end().accept(site);
        assertThat(site.effects().violations()).isEmpty();
    }

    private <P extends Record> void tell(Story<P> story, int number, boolean after) {
        RegionSite site = begin(story);
        site.effects().cutAt(number, after);
        List<RuntimeException> deaths = new ArrayList<>();
        try {
            execution(site).run(story.operation(), story.parameters());
        } catch (RuntimeException killed) {
            deaths.add(killed);
        }
        assertThat(site.effects().wasCut()).as("killed at effect %d", number).isTrue();
        List<String> done = site.effects().log();
        site.effects().restart();
        assertThat(execution(site).run(story.operation(), story.parameters()))
                .as("begun again after %s (%s)", done, deaths)
                .isInstanceOf(Proof.Holds.class);
        try {
            story.end().accept(site);
        } catch (AssertionError wrong) {
            throw new AssertionError(
                    "begun again after %s: then %s"
                            .formatted(done, site.effects().log()),
                    wrong);
        }
        assertThat(site.effects().violations()).isEmpty();
    }
}
