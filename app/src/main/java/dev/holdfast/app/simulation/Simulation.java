package dev.holdfast.app.simulation;

import dev.holdfast.app.simulation.RecoveryTime.Service;
import dev.holdfast.app.simulation.TwinRun.Course;
import dev.holdfast.drivers.twin.TwinSeed;
import dev.holdfast.drivers.twin.TwinTimings;
import dev.holdfast.engine.history.Durations;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.engine.spi.StepHistory;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.Objective;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Says beforehand what a runbook would do to a site.
 *
 * <p>It is run twice on twins of the site, once with the usual times and once with slow ones. The effects are those of the first run. The
 * time of a step is that of the twin up to its effect, and from there what the journal's history says of its operation, or the twin
 * where there is no history.
 */
public final class Simulation {
    private static final String LOSS = "loss";
    private static final int NEWEST = 100;

    private final Catalogue catalogue;
    private final TwinSeed seed;
    private final StepHistory history;

    /**
     * @param history how long operations took on the real systems
     */
    public Simulation(Catalogue catalogue, TwinSeed seed, StepHistory history) {
        this.catalogue = catalogue;
        this.seed = seed;
        this.history = history;
    }

    /** Simulates a run with these parameters. */
    public SimulationReport of(Runbook runbook, Map<String, String> parameters) {
        AvailableOperations available = new AvailableOperations();
        Catalogue lenient = available.of(catalogue);
        Courses courses = Fanout.both(
                () -> new TwinRun(lenient, seed, TwinTimings.USUAL).of(runbook, parameters),
                () -> new TwinRun(lenient, seed, TwinTimings.SLOW).of(runbook, parameters),
                Courses::new);
        Course usual = courses.usual();
        Course slow = courses.slow();
        Map<String, Prediction> predictions = new LinkedHashMap<>();
        runbook.steps().forEach(step -> predictions.put(step.id(), prediction(step, usual, slow)));
        List<SimulatedStep> steps = runbook.steps().stream()
                .map(step -> step(step, usual.state(), available, predictions))
                .toList();
        Objective objective = objective(parameters);
        return new SimulationReport(
                runbook.name(),
                seed.at(),
                usual.disaster(),
                steps,
                ending(usual.state(), steps),
                time(runbook, usual.service(), predictions, objective.rto()),
                RecoveryPoint.worst(losses(steps), objective.rpo()),
                new SimulationReport.Capacity(usual.before(), usual.after()));
    }

    private record Courses(Course usual, Course slow) {}

    /** A real run would end at the first step that is not available. */
    private static SimulationReport.Ending ending(RunState state, List<SimulatedStep> steps) {
        long missing = steps.stream()
                .filter(step -> step.effect() instanceof StepEffect.Unavailable)
                .count();
        if (missing > 0) {
            return new SimulationReport.Ending(
                    RunOutcome.REFUSED, "%d of %d steps are not available yet".formatted(missing, steps.size()));
        }
        RunState.End end = state.end().orElseThrow();
        return new SimulationReport.Ending(end.outcome(), end.summary());
    }

    private Prediction prediction(Step step, Course usual, Course slow) {
        StepTimes times = StepTimes.of(step, usual.state(), usual.begun());
        StepTimes slowTimes = StepTimes.of(step, slow.state(), slow.begun());
        List<Duration> samples = times.effect().isZero() ? List.of() : history.durations(step.operation(), NEWEST);
        Duration p50 =
                Durations.percentile(samples, 50).map(times.before()::plus).orElse(times.total());
        Duration p95 =
                Durations.percentile(samples, 95).map(slowTimes.before()::plus).orElse(slowTimes.total());
        String source = samples.isEmpty() ? "default" : "history of " + samples.size();
        return new Prediction(p50, p95.compareTo(p50) < 0 ? p50 : p95, source);
    }

    private static SimulatedStep step(
            Step step, RunState state, AvailableOperations available, Map<String, Prediction> predictions) {
        StepState found = state.step(step.id());
        StepEffect effect = available
                .missing(step.operation())
                .<StepEffect>map(StepEffect.Unavailable::new)
                .orElseGet(() -> effect(found));
        Optional<String> loss = Stream.of(
                        found.preparation().plan().map(Plan::facts).orElse(Map.of()), found.outputs())
                .flatMap(facts -> Optional.ofNullable(facts.get(LOSS)).stream())
                .findFirst();
        return new SimulatedStep(
                step.id(), step.operation(), effect, predicted(step.id(), predictions), step.approval(), loss);
    }

    private static StepEffect effect(StepState step) {
        if (step.status() == StepStatus.PROVED) {
            return step.preparation()
                    .plan()
                    .<StepEffect>map(plan -> new StepEffect.Does(plan.summary(), plan.changes(), plan.confirmation()))
                    .orElseGet(() -> new StepEffect.Holds(step.evidence()));
        }
        if (step.status() == StepStatus.UNDONE) {
            return new StepEffect.TakenBack(
                    step.preparation().plan().map(Plan::summary).orElse(step.id()));
        }
        if (step.problem().isEmpty()) {
            return new StepEffect.NotReached();
        }
        ErrorCode code = step.problem().get().code();
        String reason = step.problem().get().reason();
        return step.begun() ? new StepEffect.Fails(code, reason) : new StepEffect.Refused(code, reason);
    }

    private static RecoveryTime time(
            Runbook runbook, Service service, Map<String, Prediction> predictions, Duration rto) {
        List<Step> steps = runbook.steps();
        Function<Function<Prediction, Duration>, CriticalPath> served =
                which -> service instanceof Service.BackAfter back
                        ? CriticalPath.to(back.step(), steps, id -> which.apply(predicted(id, predictions)))
                        : new CriticalPath(List.of(), Duration.ZERO);
        Function<Function<Prediction, Duration>, CriticalPath> whole =
                which -> CriticalPath.toTheEnd(steps, id -> which.apply(predicted(id, predictions)));
        CriticalPath path = served.apply(Prediction::p50);
        String source = source(predictions.values());
        return new RecoveryTime(
                service,
                new Prediction(path.length(), served.apply(Prediction::p95).length(), source),
                path.steps(),
                new Prediction(
                        whole.apply(Prediction::p50).length(),
                        whole.apply(Prediction::p95).length(),
                        source),
                rto);
    }

    private static Prediction predicted(String step, Map<String, Prediction> predictions) {
        return Optional.ofNullable(predictions.get(step)).orElseThrow();
    }

    private static String source(Collection<Prediction> predictions) {
        boolean known =
                predictions.stream().anyMatch(prediction -> prediction.source().startsWith("history"));
        return known ? "history where there is one" : "default";
    }

    private static List<String> losses(List<SimulatedStep> steps) {
        return steps.stream().flatMap(step -> step.loss().stream()).toList();
    }

    /** Those of the database that the run is about; of several, the strictest. */
    private Objective objective(Map<String, String> parameters) {
        Optional<String> named = Optional.ofNullable(parameters.get("database"));
        List<Objective> objectives = seed.topology().databases().stream()
                .filter(database ->
                        named.filter(name -> !name.equals(database.name())).isEmpty())
                .map(DatabaseSpec::objective)
                .toList();
        Duration none = Duration.ofSeconds(Long.MAX_VALUE);
        return new Objective(
                objectives.stream().map(Objective::rto).min(Duration::compareTo).orElse(none),
                objectives.stream().map(Objective::rpo).min(Duration::compareTo).orElse(none));
    }
}
