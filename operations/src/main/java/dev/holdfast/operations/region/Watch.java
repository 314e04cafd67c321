package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.operations.capacity.RegionCapacity;
import dev.holdfast.operations.capacity.TrafficRate;
import dev.holdfast.operations.capacity.TrafficSurvey;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks again and again how the regions bear what is done to them, compared with the first look. */
final class Watch {
    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Duration READ = Duration.ofSeconds(2);

    private final Execution execution;
    private final List<DeploymentSpec> deployments;
    private final List<List<TrafficRate>> before;

    private Watch(Execution execution, List<DeploymentSpec> deployments) {
        this.execution = execution;
        this.deployments = deployments;
        this.before = rates();
    }

    /** Takes the first look. */
    static Watch begin(Execution execution, List<DeploymentSpec> deployments) {
        return new Watch(execution, deployments);
    }

    /**
     * A later look.
     *
     * @param requests a second that came in at the regions that give clients away
     */
    record Seen(Comfort.Sign sign, double requests) {}

    /** How the receivers bear it, and what still comes in at the givers. */
    Seen look(List<String> receivers, List<String> givers) {
        List<List<TrafficRate>> now = rates();
        List<Comfort.Sign> signs = new ArrayList<>();
        for (int i = 0; i < deployments.size(); i++) {
            signs.add(new Comfort(before.get(i)).of(receivers, now.get(i), capacities(deployments.get(i))));
        }
        Comfort.Sign worst =
                signs.stream().max(Comparator.comparing(Comfort.Sign::feedback)).orElseThrow();
        return new Seen(worst, requests(now, givers));
    }

    /** What came in at these regions at the first look, a second. */
    double requestsBefore(List<String> regions) {
        return requests(before, regions);
    }

    private static double requests(List<List<TrafficRate>> rates, List<String> regions) {
        return rates.stream()
                .flatMap(List::stream)
                .filter(rate -> regions.contains(rate.region()))
                .mapToDouble(TrafficRate::requests)
                .sum();
    }

    private List<List<TrafficRate>> rates() {
        List<TrafficSurvey> surveys = deployments.stream()
                .map(deployment -> new TrafficSurvey(execution, deployment))
                .toList();
        List<TrafficSurvey.Looks> looks = Fanout.collect(surveys, TrafficSurvey::look);
        TailLook.sleep(execution.limit(BETWEEN));
        List<List<TrafficRate>> rates = new ArrayList<>();
        for (int i = 0; i < surveys.size(); i++) {
            TrafficSurvey survey = surveys.get(i);
            rates.add(survey.between(looks.get(i), survey.look()).rates());
        }
        return rates;
    }

    private List<RegionCapacity> capacities(DeploymentSpec deployment) {
        return RegionCapacity.of(
                deployment, execution.site().workloads(deployment.name()).replicas(execution.limit(READ)));
    }
}
