package dev.holdfast.operations.cascade;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.capacity.RegionCapacity;
import dev.holdfast.operations.capacity.RegionStates;
import dev.holdfast.operations.capacity.TrafficRate;
import dev.holdfast.operations.capacity.TrafficSurvey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at every region each second, and tells people how it goes: all the while, every ten seconds in the journal, and on changes. */
final class RegionWatch {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration READ = Duration.ofSeconds(1);
    /** In looks. */
    private static final int BETWEEN_NOTES = 10;

    private static final int BETWEEN_EXAMINATIONS = 5;

    private final Execution execution;
    private final DeploymentSpec deployment;
    private final TrafficSurvey survey;
    private final Tempo tempo = Tempo.current();

    RegionWatch(Execution execution, DeploymentSpec deployment) {
        this.execution = execution;
        this.deployment = deployment;
        this.survey = new TrafficSurvey(execution, deployment);
    }

    /** Watches until the time is over or there is an alarm. */
    Proof watch(Duration duration, Watched rule) {
        long begin = tempo.nanoTime();
        RegionStates states = RegionStates.observe(execution);
        TrafficSurvey.Looks before = survey.look();
        String text = "";
        int looks = 0;
        while (rule.alarm().isEmpty() && since(begin).compareTo(duration) < 0) {
            pause();
            TrafficSurvey.Looks now = survey.look();
            List<Reading> readings = readings(survey.between(before, now), states);
            before = now;
            List<String> changes = rule.look(since(begin), readings);
            text = readings.stream().map(Reading::text).collect(Collectors.joining(" | "));
            tell(text, changes, looks);
            looks++;
            if (looks % BETWEEN_EXAMINATIONS == 0 && readings.stream().anyMatch(RegionWatch::isWorthExamining)) {
                states = RegionStates.observe(execution);
            }
        }
        return rule.result(since(begin), text);
    }

    /** A region that can't be seen may be lost, and a lost one may be back. */
    private static boolean isWorthExamining(Reading reading) {
        return reading.isBlind() || reading.lost();
    }

    private Duration since(long begin) {
        return Duration.ofNanos(tempo.nanoTime() - begin);
    }

    private void pause() {
        try {
            tempo.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "watching the regions", e);
        }
    }

    private void tell(String text, List<String> changes, int looks) {
        execution.progress(text);
        changes.forEach(execution::note);
        if (looks % BETWEEN_NOTES == 0) {
            execution.note(text);
        }
    }

    private List<Reading> readings(TrafficSurvey.Rates rates, RegionStates states) {
        List<RegionCapacity> capacities = capacities();
        return deployment.entrances().stream()
                .map(DeploymentSpec.Entrance::region)
                .map(region -> reading(region, rates.of(region), capacities, states))
                .toList();
    }

    /** Whoever serves requests is not lost, whatever was found before. */
    private static Reading reading(
            String region, Optional<TrafficRate> rate, List<RegionCapacity> capacities, RegionStates states) {
        boolean serves = rate.filter(seen -> seen.requests() > seen.failures()).isPresent();
        return new Reading(
                region,
                states.lost().contains(region) && !serves,
                rate,
                capacities.stream().filter(one -> one.region().equals(region)).findFirst());
    }

    /** Nothing is known of them while the orchestrator does not answer. */
    private List<RegionCapacity> capacities() {
        try {
            return RegionCapacity.of(
                    deployment, execution.site().workloads(deployment.name()).replicas(execution.limit(READ)));
        } catch (HoldfastException e) {
            if (e.code() == ErrorCode.INTERRUPTED) {
                throw e;
            }
            return List.of();
        }
    }
}
