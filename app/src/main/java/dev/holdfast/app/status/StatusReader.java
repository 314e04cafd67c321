package dev.holdfast.app.status;

import dev.holdfast.app.status.StatusReport.Database;
import dev.holdfast.app.status.StatusReport.OpenRun;
import dev.holdfast.app.status.StatusReport.Regions;
import dev.holdfast.app.status.StatusReport.Waiting;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.RunHistory.RecordedRun;
import dev.holdfast.engine.control.Controls;
import dev.holdfast.engine.region.RegionWatch;
import dev.holdfast.engine.run.Hold;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operator.Operators;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.RegionSpec;
import dev.holdfast.model.topology.Topology;
import dev.holdfast.operations.database.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks how things stand. It only reads, and what can't be read is part of the answer. */
public final class StatusReader {
    private static final Duration OBSERVE = Duration.ofSeconds(1);

    private static final Duration EXAMINE = Duration.ofSeconds(3);
    /** A run that is older than so many others and not over is listed by `run list`. */
    private static final int NEWEST = 200;

    private final Installation installation;

    public StatusReader(Installation installation) {
        this.installation = installation;
    }

    public StatusReport read() {
        return new StatusReport(
                installation.topology().name(),
                Instant.now(),
                installation.people().controls().recorded(),
                trusted(),
                installation.topology().databases().stream().map(this::database).toList(),
                regions(),
                installation.history().newest(NEWEST).reversed().stream()
                        .filter(run -> !run.state().isOver())
                        .map(this::open)
                        .toList(),
                installation.outbox().waiting());
    }

    /** Nothing is permitted by a file of operators that can't be read. */
    private Controls trusted() {
        try {
            return installation.people().controls().trusted();
        } catch (HoldfastException unreadable) {
            return Controls.NONE;
        }
    }

    private Database database(DatabaseSpec spec) {
        try {
            ClusterState seen =
                    installation.site().database(spec.name()).cluster().observe(OBSERVE);
            Sightings.remember(installation.site(), spec, seen);
            return new Database(spec.name(), seen.nodes(), Optional.empty());
        } catch (HoldfastException unable) {
            return new Database(spec.name(), List.of(), Optional.of(reason(unable)));
        }
    }

    private Regions regions() {
        Topology topology = installation.topology();
        if (!RegionWatch.isPossible(topology)) {
            return new Regions(List.of(), Optional.empty());
        }
        try {
            List<String> names =
                    topology.regions().stream().map(RegionSpec::name).toList();
            return new Regions(installation.site().regions().examine(names, EXAMINE), Optional.empty());
        } catch (HoldfastException unable) {
            return new Regions(List.of(), Optional.of(reason(unable)));
        }
    }

    private static String reason(HoldfastException unable) {
        return "%s: %s".formatted(unable.code().title(), unable.attempted());
    }

    private OpenRun open(RecordedRun run) {
        return new OpenRun(
                run.state(),
                installation.isUnderWay(run.id()),
                run.state().steps().stream()
                        .filter(step -> step.status() == StepStatus.HELD)
                        .flatMap(step -> waiting(run.state(), step))
                        .toList());
    }

    private Stream<Waiting> waiting(RunState run, StepState step) {
        return step.hold().stream()
                .filter(hold -> hold.missing() > 0 || (hold.checkpoint() && !hold.proceeds()))
                .map(hold -> new Waiting(step, hold.digest(), hold.until(), candidates(run, hold), hold.missing()));
    }

    private List<String> candidates(RunState run, Hold hold) {
        return hold.approval().stream().flatMap(rule -> candidates(run, rule)).toList();
    }

    private Stream<String> candidates(RunState run, ApprovalRule rule) {
        try {
            Operators operators = installation.people().operators();
            return operators.withRole(rule.role()).stream()
                    .filter(name -> !name.equals(run.begin().requestedBy().name()));
        } catch (HoldfastException unreadable) {
            return Stream.of();
        }
    }
}
