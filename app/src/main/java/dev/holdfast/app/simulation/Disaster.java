package dev.holdfast.app.simulation;

import dev.holdfast.drivers.twin.Twin;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.topology.DatabaseSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Breaks on a twin what a runbook is made for. */
final class Disaster {
    private static final String PRIMARY_DOWN = "database_primary_down";

    private static final Set<String> REGION_DOWN = Set.of("region_unreachable", "region_health_check_failed");

    private final Runbook runbook;
    private final Map<String, String> parameters;

    Disaster(Runbook runbook, Map<String, String> parameters) {
        this.runbook = runbook;
        this.parameters = Map.copyOf(parameters);
    }

    /** Returns what was broken, in a sentence. */
    String strike(Twin twin) {
        List<String> triggers = runbook.triggers();
        if (triggers.isEmpty()) {
            return "nothing: the runbook names no trigger";
        }
        if (triggers.stream().anyMatch(REGION_DOWN::contains)) {
            return strikeRegion(twin);
        }
        if (!triggers.contains(PRIMARY_DOWN)) {
            return "nothing: the twin has no model of %s".formatted(String.join(", ", triggers));
        }
        return database(twin)
                .map(database -> strike(twin, database))
                .orElse("nothing: the runbook does not say which database of several");
    }

    /** The region that the parameters or the steps name; else the one with the database primary, which is the worst to lose. */
    private String strikeRegion(Twin twin) {
        Optional<String> region = Optional.ofNullable(parameters.get("from"))
                .or(this::regionOfSteps)
                .or(() -> Optional.ofNullable(parameters.get("region")))
                .or(() -> regionOfPrimary(twin));
        if (region.isEmpty()) {
            return "nothing: the runbook does not say which region";
        }
        twin.site().topology().region(region.get());
        twin.faults().loseRegion(region.get());
        return "everything in %s is gone".formatted(region.get());
    }

    private Optional<String> regionOfSteps() {
        return runbook.steps().stream()
                .flatMap(step -> Optional.ofNullable(step.parameters().get("from")).stream())
                .findFirst();
    }

    private static Optional<String> regionOfPrimary(Twin twin) {
        return twin.site().topology().databases().stream()
                .flatMap(database -> twin.site().memory().lastSighting(database.name()).stream()
                        .map(sighting -> database.node(sighting.state().node()).region()))
                .findFirst();
    }

    private Optional<DatabaseSpec> database(Twin twin) {
        Optional<String> named = Optional.ofNullable(parameters.get("database"));
        List<DatabaseSpec> all = twin.site().topology().databases();
        return named.isPresent() || all.size() == 1
                ? Optional.of(twin.site().topology().database(named))
                : Optional.empty();
    }

    private String strike(Twin twin, DatabaseSpec database) {
        Optional<String> primary = Optional.ofNullable(parameters.get("node"))
                .or(() -> twin.site()
                        .memory()
                        .lastSighting(database.name())
                        .map(PrimarySighting::state)
                        .map(NodeState.Primary::node));
        if (primary.isEmpty()) {
            return "nothing: it is not known which server of %s is its primary".formatted(database.name());
        }
        // Not asked over its port: that would take time, in which the standbys receive what they lack now.
        if (!twin.works(primary.get())) {
            return "%s is down already".formatted(primary.get());
        }
        twin.faults().crash(primary.get());
        return "%s, the primary of %s, is killed".formatted(primary.get(), database.name());
    }
}
