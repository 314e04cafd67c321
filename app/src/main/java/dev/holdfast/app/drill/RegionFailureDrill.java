package dev.holdfast.app.drill;

import dev.holdfast.app.drill.RegionScoreCard.Kind;
import dev.holdfast.app.drill.RegionScoreCard.Moments;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.fault.Fault;
import dev.holdfast.lab.judge.Judge;
import dev.holdfast.lab.judge.JudgeInput;
import dev.holdfast.lab.judge.Judgement;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.model.topology.RegionSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes a region of the lab away from clients who find the service through DNS, and has the judge say what they saw.
 *
 * <pre>
 * lost:     clients start -> the watch stands -> steady traffic -> fault -> (detection, runs) -> clients stop -> judge
 *           -> the fault ends -> the region is rebuilt and returned to
 * control:  the same without a watch, and nothing to return from
 * planned:  clients start -> steady traffic -> region-failover -> region-failback -> clients stop -> judge
 * </pre>
 */
public final class RegionFailureDrill {
    private static final String DATABASE = "database-failure";
    private static final String REGION = "region-failure";
    private static final Duration SERVED = Duration.ofSeconds(30);
    private static final Duration RECOVERED = Duration.ofSeconds(90);
    /** Longer than clients may keep an answer, and than they wait before they give up. */
    private static final Duration CONTROL = Duration.ofSeconds(8);
    /** What is granted to notice the loss and to change what leads clients, beside the time that they may keep an answer. */
    private static final Duration GRANTED = Duration.ofSeconds(3);

    private final Installation installation;
    private final Lab lab;
    private final OwnProgram program;
    private final DrillProgress progress;

    /**
     * What to do.
     *
     * @param region that is lost, or left
     * @param fault how it is lost; empty when it is left while it serves
     * @param recover false for the control
     * @param steady how long the traffic flows before and after
     */
    public record Plan(String region, Optional<Fault> fault, boolean recover, Duration steady) {
        private String scene() {
            return fault.map(Fault::sentence).orElse("leave %s while it serves, and return".formatted(region))
                    + (recover ? "" : ", nobody recovers");
        }

        private Kind kind() {
            return fault.isEmpty() ? Kind.PLANNED : recover ? Kind.LOSS : Kind.CONTROL;
        }
    }

    public RegionFailureDrill(Installation installation, Lab lab, OwnProgram program, DrillProgress progress) {
        this.installation = installation;
        this.lab = lab;
        this.program = program;
        this.progress = progress;
    }

    /** Runs the drill on a lab that is up, and leaves the lab as it was. */
    public RegionScoreCard run(Plan plan) throws InterruptedException {
        try (TrafficProcess traffic = program.clients()) {
            progress.traffic(traffic::latest);
            progress.now("clients of every country find the service through DNS");
            traffic.awaitServed(SERVED);
            return switch (plan.kind()) {
                case PLANNED -> leave(plan, traffic);
                case CONTROL -> leaveAlone(plan, traffic);
                case LOSS -> lose(plan, traffic);
            };
        } finally {
            lab.clearFaults(_ -> {});
        }
    }

    private RegionScoreCard leave(Plan plan, TrafficProcess traffic) throws InterruptedException {
        Instant from = Instant.now();
        Thread.sleep(plan.steady());
        Instant left = Instant.now();
        List<String> complaints = new ArrayList<>();
        tell(complaints, "region-failover", "--from", plan.region(), "--confirm");
        Instant away = Instant.now();
        Thread.sleep(plan.steady());
        Instant back = Instant.now();
        tell(complaints, "region-failback", "--region", plan.region(), "--confirm");
        Thread.sleep(plan.steady());
        Judgement judgement = judge(traffic, from, left, Instant.now());
        judgement.routing().visits().stream()
                .filter(visit -> visit.region().equals(plan.region()))
                .filter(visit -> visit.at().isAfter(away) && visit.at().isBefore(back))
                .findFirst()
                .ifPresent(visit -> complaints.add(
                        "%s was left, and a client in %s still went there".formatted(plan.region(), visit.home())));
        return card(plan, judgement, Optional.empty(), Optional.empty(), complaints);
    }

    private RegionScoreCard leaveAlone(Plan plan, TrafficProcess traffic) throws InterruptedException {
        Instant from = Instant.now();
        Thread.sleep(plan.steady());
        Instant fault = breakIt(plan);
        progress.now("nobody recovers; the clients wait");
        Thread.sleep(CONTROL);
        return card(plan, judge(traffic, from, fault, Instant.now()), Optional.empty(), Optional.of(fault), List.of());
    }

    private RegionScoreCard lose(Plan plan, TrafficProcess traffic) throws InterruptedException {
        progress.now("Holdfast takes up the watch, as a process of its own");
        try (WatchProcess _ = WatchProcess.takeUp(program, lastSteps(), progress::heard)) {
            Instant from = Instant.now();
            progress.now("steady traffic; the fault comes next");
            Thread.sleep(plan.steady());
            Instant fault = breakIt(plan);
            LossRuns runs =
                    new LossRuns(installation.journal(), installation.runbooks().get(REGION), fault);
            List<String> complaints = new ArrayList<>();
            if (!runs.awaitProved("verify-traffic-routing", RECOVERED)) {
                complaints.add("no run proved that the clients have moved");
            }
            if (!traffic.areServed(SERVED)) {
                complaints.add("not every client was served again within %d s".formatted(SERVED.toSeconds()));
            }
            Thread.sleep(plan.steady());
            Judgement judgement = judge(traffic, from, fault, Instant.now());
            Optional<Moments> moments = runs.moments();
            Instant changed = runs.lastChange().orElse(fault);
            bringBack(plan, runs);
            return card(plan, judgement, moments, Optional.of(changed), complaints);
        }
    }

    /** The steps that each runbook of the watch rehearses last. */
    private List<String> lastSteps() {
        return List.of(DATABASE, REGION).stream()
                .map(installation.runbooks()::get)
                .map(Runbook::steps)
                .map(steps -> steps.getLast().id())
                .toList();
    }

    private Instant breakIt(Plan plan) {
        Fault fault = plan.fault().orElseThrow();
        return progress.breaking(fault, () -> lab.faults().begin(fault)).at();
    }

    /** Ends the fault, lets the runs finish what waited for the region, and returns to it. */
    private void bringBack(Plan plan, LossRuns runs) throws InterruptedException {
        lab.clearFaults(_ -> {});
        progress.now("the fault has ended; the region is rebuilt and returned to");
        runs.awaitProved("update-dns-records", RECOVERED);
        List<String> left = new ArrayList<>();
        tell(left, "rebuild-region", "--region", plan.region(), "--confirm");
        tell(left, "update-database-endpoints", "--confirm");
        tell(left, "update-app-configs", "--deployment", service().deployment(), "--confirm");
        runs.awaitOver(RECOVERED);
        for (String run : runs.unfinished()) {
            tell(left, "run", "abort", run, "--reason", "the drill is over");
        }
        tell(left, "region-failback", "--region", plan.region(), "--confirm");
        tell(left, "scale-back", "--to-usual", "--confirm");
        left.forEach(complaint -> progress.now("left to do: " + complaint));
    }

    private void tell(List<String> complaints, String... words) throws InterruptedException {
        progress.now("holdfast " + String.join(" ", words));
        OwnProgram.Ended ended = program.run(words);
        if (!ended.isDone()) {
            complaints.add("holdfast %s: %s".formatted(String.join(" ", words), ended.last()));
        }
    }

    private RegionScoreCard card(
            Plan plan,
            Judgement judgement,
            Optional<Moments> moments,
            Optional<Instant> changed,
            List<String> complaints) {
        return new RegionScoreCard(
                plan.scene(),
                plan.kind(),
                service().ttl().plus(GRANTED),
                judgement,
                moments,
                changed.map(since -> judgement.tail(plan.region(), since)),
                complaints);
    }

    private DnsSpec service() {
        return installation.topology().dns(Optional.empty());
    }

    private Judgement judge(TrafficProcess traffic, Instant from, Instant fault, Instant until) {
        progress.now("clients stop, the judge reads their ledgers and the rows");
        traffic.stop();
        DatabaseSpec database = installation.topology().database(Optional.empty());
        return Judge.judge(new JudgeInput(
                program.ledgers(),
                installation.topology().regions().stream().map(RegionSpec::name).toList(),
                from,
                fault,
                until,
                new JudgeInput.Rows(
                        database.node(lab.primary()).address(),
                        database.access().database(),
                        database.access().user()),
                service().answers().stream()
                        .collect(Collectors.toMap(DnsSpec.Answer::region, DnsSpec.Answer::address))));
    }
}
