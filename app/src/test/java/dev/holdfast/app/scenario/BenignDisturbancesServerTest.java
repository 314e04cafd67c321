package dev.holdfast.app.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.recovery.StandingWatch;
import dev.holdfast.lab.process.ProcessEntry;
import dev.holdfast.lab.process.ProcessTable;
import dev.holdfast.lab.process.Shell;
import dev.holdfast.lab.traffic.Entrance;
import dev.holdfast.lab.traffic.Traffic;
import dev.holdfast.lab.traffic.TrafficOptions;
import dev.holdfast.lab.traffic.TrafficRegion;
import dev.holdfast.lab.traffic.TrafficSnapshot;
import dev.holdfast.model.detection.Look;
import dev.holdfast.model.detection.Sign;
import dev.holdfast.model.detection.Source;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.topology.DeploymentSpec;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a primary survives is never taken for its end, however bad it looks from some side. */
class BenignDisturbancesServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** More than twice the silence after which a primary counts as down. */
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

    private static final Duration FOREVER = Duration.ofHours(1);
    private static final Predicate<Verdict> DOWN = Verdict.Down.class::isInstance;
    private static final Predicate<Verdict> ALIVE = Verdict.Alive.class::isInstance;

    @RegisterExtension
    static final LabUnderTest LAB = new LabUnderTest(80);

    private final Installation installation = LAB.installation();
    private final StandingWatch watch = new StandingWatch(installation.site(), "orders");
    private String primary = "";
    private int timeline;

    @BeforeEach
    void standWatch() throws InterruptedException {
        timeline = LAB.timeline();
        primary = watch.takeUp();
        assertThat(watch.await(ALIVE, PATIENCE)).isPresent();
    }

    @AfterEach
    void thePrimaryKeepsItsRole() {
        watch.close();
        LAB.heal();
        installation.close();
        assertThat(LAB.lab().primary()).isEqualTo(primary);
        assertThat(LAB.timeline()).isEqualTo(timeline);
    }

    @ParameterizedTest
    @ValueSource(strings = {"restart primary fast", "restart primary immediate"})
    void aRestart(String fault) throws InterruptedException {
        Optional<String> before = LAB.look(primary, "select pg_postmaster_start_time()");
        FutureTask<Optional<Verdict>> noticed = awaiting(BenignDisturbancesServerTest::isProbeTroubled);
        assertNeverDown(() -> LAB.begin(fault));
        assertThat(LAB.look(primary, "select pg_postmaster_start_time()"))
                .isPresent()
                .isNotEqualTo(before);
        assertThat(noticed).as("somebody noticed").isDone();
    }

    @Test
    void aVantagePointThatIsCutOff() throws InterruptedException {
        String fault = "cut us-west-2 from primary";
        if (LAB.permits(fault)) {
            FutureTask<Optional<Verdict>> noticed = awaiting(verdict -> probes(verdict)
                    .filter(look -> look.source().name().equals("us-west-2"))
                    .anyMatch(look -> look.sign().failed()));
            assertNeverDown(() -> LAB.begin(fault));
            assertThat(noticed).as("that vantage point lost the primary").isDone();
        }
    }

    @Test
    void holdfastThatIsCutOff() throws InterruptedException {
        String fault = "cut holdfast from primary";
        if (LAB.permits(fault)) {
            FutureTask<Optional<Verdict>> noticed = awaiting(
                    verdict -> probes(verdict).allMatch(look -> look.sign().failed()));
            assertNeverDown(() -> LAB.begin(fault));
            assertThat(noticed).as("every vantage point lost the primary").isDone();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fill connections primary", "lag replica1 1h", "stop replica2"})
    void aFaultThatOnlyWeakensTheService(String fault) throws InterruptedException {
        assertNeverDown(() -> {
            LAB.begin(fault);
            assertThat(LAB.lab().status().faults()).hasSize(1);
        });
    }

    @Test
    void aLoadSpike() throws InterruptedException, IOException {
        AtomicReference<Optional<TrafficSnapshot>> last = new AtomicReference<>(Optional.empty());
        TrafficOptions usual = TrafficOptions.usual(LAB.directory("spike"), regions());
        TrafficOptions spike = new TrafficOptions(
                usual.ledgerDirectory(),
                usual.regions(),
                new TrafficOptions.Rates(
                        usual.rates().writes() * 10, usual.rates().reads() * 10, false),
                usual.timeout(),
                Optional.of(LONG_ENOUGH));
        assertNeverDown(() -> {
            try (Traffic traffic = Traffic.start(spike, snapshot -> last.set(Optional.of(snapshot)))) {
                traffic.await();
            }
        });
        TrafficSnapshot.Totals totals = last.get().orElseThrow().total().totals();
        double usualRequests = (usual.rates().writes() + usual.rates().reads())
                * usual.regions().size()
                * LONG_ENOUGH.toSeconds();
        assertThat(totals.acknowledged() + totals.read() + totals.failed())
                .as("requests")
                .isGreaterThan(Math.round(usualRequests * 5));
    }

    private List<TrafficRegion> regions() {
        List<DeploymentSpec.Entrance> entrances =
                installation.topology().deployment(Optional.empty()).entrances();
        return IntStream.range(0, entrances.size())
                .mapToObj(i -> TrafficRegion.of(
                        entrances.get(i).region(),
                        i + 1,
                        new Entrance.Direct(URI.create(entrances.get(i).url()))))
                .toList();
    }

    @Test
    void aPrimaryThatIsSlow() throws InterruptedException {
        assertNeverDown(() -> {
            for (int i = 0; i < 10; i++) {
                List<ProcessEntry> processes =
                        ProcessTable.workingIn(LAB.lab().directory().dataDirectory(primary));
                Shell.signal("STOP", processes);
                assertThat(paused()).as("paused processes").isPositive();
                LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
                Shell.signal("CONT", processes);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        });
    }

    private long paused() {
        return ProcessTable.workingIn(LAB.lab().directory().dataDirectory(primary)).stream()
                .filter(ProcessEntry::paused)
                .count();
    }

    /** The control of all the others: this watch does tell when the primary is down. */
    @Test
    void aCrashIsTheEnd() throws InterruptedException {
        LAB.begin("crash primary");
        assertThat(watch.await(DOWN, PATIENCE)).isPresent();
    }

    private static boolean isProbeTroubled(Verdict verdict) {
        return probes(verdict).anyMatch(look -> look.sign() != Sign.ALIVE);
    }

    private static Stream<Look> probes(Verdict verdict) {
        return verdict.votes().stream().filter(look -> look.source().kind() == Source.Kind.PROBE);
    }

    /** Begins to wait for a verdict; what is begun in the meantime can't be missed. */
    private FutureTask<Optional<Verdict>> awaiting(Predicate<Verdict> wanted) {
        FutureTask<Optional<Verdict>> waiting = new FutureTask<>(() -> watch.await(wanted, FOREVER));
        Thread.ofVirtual().start(waiting);
        return waiting;
    }

    /** From before the disturbance until it is over and the primary counts as alive again. */
    private void assertNeverDown(Runnable disturbance) throws InterruptedException {
        FutureTask<Optional<Verdict>> down = awaiting(DOWN);
        disturbance.run();
        assertThat(watch.await(DOWN, LONG_ENOUGH)).isEmpty();
        LAB.lab().faults().clear();
        assertThat(watch.await(ALIVE, PATIENCE)).isPresent();
        assertThat(down).isNotDone();
        down.cancel(true);
    }
}
