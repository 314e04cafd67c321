package dev.holdfast.app.drill;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.LiveSite;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.recovery.AutomaticRecovery;
import dev.holdfast.engine.recovery.AutomaticRecovery.Recovery;
import dev.holdfast.engine.recovery.AutomaticRuns;
import dev.holdfast.engine.recovery.Rehearsal;
import dev.holdfast.engine.recovery.StandingWatch;
import dev.holdfast.engine.recovery.StartPermit;
import dev.holdfast.engine.recovery.WatchRegister;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.fault.Begun;
import dev.holdfast.lab.fault.Fault;
import dev.holdfast.lab.judge.Judge;
import dev.holdfast.lab.judge.JudgeInput;
import dev.holdfast.lab.judge.Judgement;
import dev.holdfast.lab.judge.Outage;
import dev.holdfast.model.detection.Verdict;
import dev.holdfast.model.event.Recorded;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.HostPort;
import dev.holdfast.model.topology.RegionSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Breaks the primary of the lab's database under live traffic, lets Holdfast recover, and has the judge say what the clients saw.
 *
 * <pre>
 * clients start -> watch stands -> rehearsal -> steady traffic -> fault -> (detection, run) -> fault ends -> run ends
 *   -> traffic a little longer -> clients stop -> judge
 * </pre>
 */
public final class DatabaseFailureDrill {
    private static final String RUNBOOK = "database-failure";
    private static final Duration SERVED = Duration.ofSeconds(30);
    private static final Duration ALIVE = Duration.ofSeconds(10);
    /** Long enough that a fault which heals by itself would show, and that clients give up more than once. */
    private static final Duration CONTROL = Duration.ofSeconds(8);

    private final Installation installation;
    private final Lab lab;
    private final DrillProgress progress;

    /**
     * What to do.
     *
     * @param fault what breaks the primary
     * @param recover false for the control, in which the fault is left alone
     * @param steady how long the traffic flows before the fault and after the recovery
     */
    public record Plan(Fault fault, boolean recover, Duration steady) {}

    public DatabaseFailureDrill(Installation installation, Lab lab, DrillProgress progress) {
        this.installation = installation;
        this.lab = lab;
        this.progress = progress;
    }

    /**
     * Runs the drill on a lab that is up.
     *
     * @param clients starts the clients, with their ledgers in the directory that is given to it
     */
    public ScoreCard run(Plan plan, Clients clients) throws InterruptedException {
        Instant began = Instant.now();
        DatabaseSpec database = installation.topology().database(Optional.empty());
        try (StandingWatch watch = new StandingWatch(installation.site(), database.name());
                WatchRegister.Entry _ = installation.watches().enter(database.name(), RUNBOOK, began);
                TrafficProcess traffic = clients.start()) {
            progress.traffic(traffic::latest);
            progress.now("clients of every region write and read");
            traffic.awaitServed(SERVED);
            Instant from = Instant.now();
            Optional<FutureTask<Recovery>> recovery =
                    plan.recover() ? Optional.of(standWatch(watch)) : Optional.empty();
            progress.now("steady traffic; the fault comes next");
            Thread.sleep(plan.steady());
            Begun fault = progress.breaking(plan.fault(), () -> lab.faults().begin(plan.fault()));
            Optional<Recovery> recovered =
                    recovery.isPresent() ? Optional.of(awaitRecovery(recovery.get(), traffic, plan)) : leaveAlone();
            Instant until = Instant.now();
            progress.now("clients stop, the judge reads their ledgers and the rows");
            traffic.stop();
            Judgement judgement = judge(clients.ledgers(), from, fault.at(), until, database);
            return new ScoreCard(
                    plan.fault().sentence(),
                    database.objective(),
                    judgement,
                    recovered.map(Recovery::outcome),
                    recovered.flatMap(run -> phases(run, fault.at(), judgement)),
                    Duration.between(began, Instant.now()));
        } finally {
            lab.clearFaults(_ -> {});
        }
    }

    /** The clients of a drill. */
    public interface Clients {
        TrafficProcess start();

        Path ledgers();
    }

    private FutureTask<Recovery> standWatch(StandingWatch watch) throws InterruptedException {
        progress.now("Holdfast takes up the watch");
        LiveSite watched = installation.site().examinedBy(watch);
        Catalogue catalogue = installation.catalogue();
        Runbook runbook = installation.runbooks().get(RUNBOOK);
        installation.journal().prepareToWrite();
        watch.takeUp();
        watch.await(Verdict.Alive.class::isInstance, ALIVE);
        new Rehearsal(catalogue, watched).untilFluent(runbook).forEach(progress::rehearsed);
        AutomaticRecovery automatic = new AutomaticRecovery(
                watch,
                installation.engine(watched),
                runbook,
                new AutomaticRuns(installation.journal()),
                StartPermit.ALWAYS);
        FutureTask<Recovery> recovery = new FutureTask<>(() -> automatic.recoverNext(progress.of(runbook)));
        Thread.ofVirtual().name("recovery").start(recovery);
        return recovery;
    }

    /** The old primary can only be rebuilt when the fault has ended, which is when the clients are served again. */
    private Recovery awaitRecovery(FutureTask<Recovery> recovery, TrafficProcess traffic, Plan plan)
            throws InterruptedException {
        progress.awaitRouted();
        traffic.awaitServed(SERVED);
        Thread.sleep(plan.steady());
        lab.faults().clear();
        progress.now("the fault has ended; the old primary is rebuilt");
        try {
            Recovery recovered = recovery.get();
            traffic.awaitServed(SERVED);
            return recovered;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("the recovery broke off", e.getCause());
        }
    }

    private Optional<Recovery> leaveAlone() throws InterruptedException {
        progress.now("nobody recovers; the clients wait");
        Thread.sleep(CONTROL);
        return Optional.empty();
    }

    private Judgement judge(Path ledgers, Instant from, Instant fault, Instant until, DatabaseSpec database) {
        HostPort primary = database.node(lab.primary()).address();
        return Judge.judge(new JudgeInput(
                ledgers,
                installation.topology().regions().stream().map(RegionSpec::name).toList(),
                from,
                fault,
                until,
                new JudgeInput.Rows(
                        primary, database.access().database(), database.access().user())));
    }

    private Optional<Phases> phases(Recovery run, Instant fault, Judgement judgement) {
        Runbook runbook = installation.runbooks().get(RUNBOOK);
        List<Recorded> events = installation.journal().read(run.run());
        return judgement
                .longestOutage()
                .flatMap(Outage::firstAfter)
                .map(served -> Phases.of(runbook, events, fault, served));
    }
}
