package dev.holdfast.app.status;

import dev.holdfast.engine.control.Controls;
import dev.holdfast.engine.notification.WaitingMessage;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.region.RegionVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How things stand at one moment.
 *
 * @param recorded what people decided
 * @param trusted what counts of that
 * @param runs those that are not over, oldest first
 * @param messages those that no channel has taken yet
 */
public record StatusReport(
        String topology,
        Instant at,
        Controls recorded,
        Controls trusted,
        List<Database> databases,
        Regions regions,
        List<OpenRun> runs,
        List<WaitingMessage> messages) {

    public StatusReport {
        messages = List.copyOf(messages);
        databases = List.copyOf(databases);
        runs = List.copyOf(runs);
    }

    /**
     * A database.
     *
     * @param problem why nothing can be said of it
     */
    public record Database(String name, List<NodeState> nodes, Optional<String> problem) {
        public Database {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * How the regions serve; nothing where there are none to compare.
     *
     * @param problem why nothing can be said of them
     */
    public record Regions(List<RegionVerdict> verdicts, Optional<String> problem) {
        public Regions {
            verdicts = List.copyOf(verdicts);
        }
    }

    /**
     * A run that is not over.
     *
     * @param underWay whether a process executes it now
     * @param waiting the steps that wait for people
     */
    public record OpenRun(RunState state, boolean underWay, List<Waiting> waiting) {
        public OpenRun {
            waiting = List.copyOf(waiting);
        }
    }

    /**
     * A step that waits for people.
     *
     * @param candidates who can approve it; nobody when it only waits for somebody to let it proceed
     * @param missing how many approvals it waits for
     */
    public record Waiting(StepState step, String digest, Instant until, List<String> candidates, int missing) {
        public Waiting {
            candidates = List.copyOf(candidates);
        }

        /** Whether it takes an approval; else somebody only has to let it proceed. */
        public boolean approval() {
            return missing > 0;
        }
    }
}
