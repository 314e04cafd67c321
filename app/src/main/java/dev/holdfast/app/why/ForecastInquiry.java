package dev.holdfast.app.why;

import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.forecast.AssumedDead;
import dev.holdfast.engine.forecast.Forecast;
import dev.holdfast.engine.forecast.Loss;
import dev.holdfast.engine.forecast.Obstacles;
import dev.holdfast.engine.forecast.RecoveryTime;
import dev.holdfast.engine.forecast.StepTimes;
import dev.holdfast.engine.recovery.Rehearsal;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.DatabaseEndpoint;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out what would happen if the primary of a database died now: looks at everything, and changes nothing. */
public final class ForecastInquiry {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration CHOICE = Duration.ofSeconds(5);
    private static final String CHOOSE = "select-best-replica";

    private final Installation installation;
    private final DatabaseSpec database;
    private final Runbook runbook;
    private final Site site;

    public ForecastInquiry(Installation installation, DatabaseSpec database, Runbook runbook) {
        this.installation = installation;
        this.database = database;
        this.runbook = runbook;
        this.site = installation.site();
    }

    /** Looks at all there is. */
    public Forecast answer() {
        Optional<PrimarySighting> primary = new PrimaryLook(site, database).take();
        Site bereaved = primary.<Site>map(seen -> new AssumedDead(site, seen)).orElse(site);
        StepTimes times = new StepTimes(installation.governance().history(), installation.catalogue());
        Choice choice = choose(bereaved);
        List<String> obstacles = new ArrayList<>(choice.obstacle().stream().toList());
        obstacles.addAll(new Inquiry(installation, database).blocks());
        obstacles.addAll(Obstacles.of(runbook, new Rehearsal(installation.catalogue(), bereaved).of(runbook)));
        obstacles.addAll(silentBalancers());
        return new Forecast(
                database.name(),
                primary.map(seen -> seen.state().node()),
                database.objective(),
                runbook.name(),
                RecoveryTime.of(database.detection(), runbook, times::of),
                choice.loss(),
                obstacles);
    }

    private record Choice(Optional<Loss> loss, Optional<String> obstacle) {}

    /** Asks the operation that would choose in a recovery, so that the forecast can't differ from what is done. */
    private Choice choose(Site bereaved) {
        return switch (new Reading(bereaved, CHOICE)
                .of(installation.catalogue().get(CHOOSE), Map.of("database", database.name()))) {
            case Proof.Holds holds -> new Choice(Optional.of(loss(holds.outputs())), Optional.empty());
            case Proof.Fails fails ->
                new Choice(
                        Optional.empty(),
                        Optional.of("%s %s".formatted(fails.code().id(), fails.observed())));
            case Proof.Unknown unknown -> new Choice(Optional.empty(), Optional.of(unknown.reason()));
        };
    }

    private static Loss loss(Map<String, String> outputs) {
        String figure = outputs.getOrDefault("loss", "unknown");
        return new Loss(
                outputs.getOrDefault("replica", ""),
                figure.equals("unknown") ? Optional.empty() : Optional.of(DurationText.parse(figure)),
                Long.parseLong(outputs.getOrDefault("loss-bytes", "0")),
                Long.parseLong(outputs.getOrDefault("loss-transactions", "0")),
                outputs.getOrDefault("loss-reason", ""));
    }

    /** A balancer that does not answer now could not lead its clients to another server either. */
    private List<String> silentBalancers() {
        return database.endpoints().stream().flatMap(this::silence).toList();
    }

    private Stream<String> silence(DatabaseEndpoint endpoint) {
        try {
            site.balancer(endpoint.balancer()).servers(endpoint.writerBackend(), LOOK);
            return Stream.empty();
        } catch (HoldfastException e) {
            return Stream.of("load balancer %s could not lead its clients to another server: %s"
                    .formatted(endpoint.balancer(), e.attempted()));
        }
    }
}
