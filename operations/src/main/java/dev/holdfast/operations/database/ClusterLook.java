package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.database.ClusterState;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.database.PrimarySighting;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at every server of a cluster at once, and waits no longer than is useful: a dead machine answers nothing, and to wait
 * for it would be time without service.
 */
public final class ClusterLook {
    /** What a server that lives may take to answer, also when the way to it has to be opened first. */
    private static final Duration SERVER = Duration.ofSeconds(2);
    /** What a primary that no standby hears from may still take: each time it is waited for, nobody is served meanwhile. */
    private static final Duration SUSPECT = Duration.ofMillis(60);
    /** What the rest may still take when all that matters is known. */
    private static final Duration GRACE = Duration.ofMillis(50);

    private final DatabaseSpec spec;
    private final DatabaseCluster cluster;
    private final Optional<PrimarySighting> sighting;
    private final boolean patient;

    private ClusterLook(Site site, DatabaseSpec spec, boolean patient) {
        this.spec = spec;
        this.cluster = site.database(spec.name()).cluster();
        this.sighting = site.memory().lastSighting(spec.name());
        this.patient = patient;
    }

    /** Looks at all servers. */
    public static Situation at(Execution execution, DatabaseSpec spec) {
        return without(execution, spec, List.of());
    }

    /** Looks at all servers but some of which nothing needs to be known. */
    public static Situation without(Execution execution, DatabaseSpec spec, Collection<String> ignored) {
        return new ClusterLook(execution.site(), spec, false).take(ignored, execution.limit(SERVER));
    }

    /** Looks at all servers, and gives each of them the time to answer. For when nothing is in a hurry. */
    static Situation patiently(Execution execution, DatabaseSpec spec) {
        return new ClusterLook(execution.site(), spec, true).take(List.of(), execution.limit(SERVER));
    }

    /** Looks at all servers within a limit. */
    static Situation within(Site site, DatabaseSpec spec, Duration limit) {
        return new ClusterLook(site, spec, false).take(List.of(), limit);
    }

    private Situation take(Collection<String> ignored, Duration limit) {
        List<String> asked = spec.nodeNames().stream()
                .filter(node -> !ignored.contains(node))
                .toList();
        // Not waited for at the end: that would be to wait for the servers that are not waited for. All end within the
        // limit.
        Tempo tempo = Tempo.current();
        Tempo.Mailbox<Supplier<NodeState>> answers = tempo.mailbox();
        for (String node : asked) {
            tempo.fork("look-" + node, () -> {
                Supplier<NodeState> answer = observe(node, limit);
                answers.put(answer);
                return answer;
            });
        }
        try {
            return gather(answers, asked.size(), limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "looking at the servers of " + spec.name(), e);
        }
    }

    /** What the server said; throws later, where somebody is told, what went wrong. */
    private Supplier<NodeState> observe(String node, Duration limit) {
        try {
            NodeState state = cluster.observe(node, limit);
            return () -> state;
        } catch (RuntimeException | Error e) {
            return () -> {
                throw new IllegalStateException("observing a server failed, which it must not", e);
            };
        }
    }

    private Situation gather(Tempo.Mailbox<Supplier<NodeState>> answers, int expected, Duration limit)
            throws InterruptedException {
        Tempo tempo = Tempo.current();
        Map<String, NodeState> seen = new HashMap<>();
        // The servers keep the limit themselves; the grace covers the way back of their answer.
        long deadline = tempo.nanoTime() + limit.plus(GRACE).toNanos();
        while (seen.size() < expected) {
            Optional<Supplier<NodeState>> answer = answers.poll(Duration.ofNanos(deadline - tempo.nanoTime()));
            if (answer.isEmpty()) {
                break;
            }
            NodeState state = answer.get().get();
            seen.put(state.node(), state);
            deadline = Math.min(
                    deadline,
                    tempo.nanoTime() + worthWaiting(situation(seen), limit).toNanos());
        }
        return situation(seen);
    }

    private Duration worthWaiting(Situation situation, Duration limit) {
        if (patient) {
            return limit.plus(GRACE);
        }
        if (isEnough(situation)) {
            return GRACE;
        }
        return isSuspect(situation) ? SUSPECT : limit.plus(GRACE);
    }

    /** No primary has answered so far, and the standbys that have do not hear it either. Decides only how long to wait. */
    private boolean isSuspect(Situation situation) {
        List<NodeState.Standby> standbys = situation.state().standbys();
        return situation.state().primaries().isEmpty()
                && !standbys.isEmpty()
                && standbys.stream().map(NodeState.Standby::upstream).noneMatch(this::hears);
    }

    private boolean hears(NodeState.Upstream upstream) {
        Duration quiet = spec.detection().silence().dividedBy(2);
        return upstream.receiving()
                && upstream.sinceLastMessage()
                        .filter(since -> since.compareTo(quiet) > 0)
                        .isEmpty();
    }

    private Situation situation(Map<String, NodeState> seen) {
        List<NodeState> states = spec.nodeNames().stream()
                .map(node -> Optional.ofNullable(seen.get(node))
                        .orElseGet(() -> new NodeState.Unreachable(
                                node, NodeState.Reach.SILENT, "no answer in the time that was allowed")))
                .toList();
        return new Situation(spec, new ClusterState(states), sighting);
    }

    /** The primary and whoever streams from it have answered; or the last primary is fenced, whatever it may say. */
    private static boolean isEnough(Situation situation) {
        Optional<NodeState.Primary> primary = situation.currentPrimary().filter(found -> isNewest(found, situation));
        if (primary.isPresent()) {
            return primary.get().attached().stream()
                    .allMatch(attached ->
                            situation.state().standby(attached.standby()).isPresent());
        }
        return situation
                .validSighting()
                .map(seen -> FenceRule.proof(seen.state().node(), situation))
                .filter(FenceRule::holds)
                .isPresent();
    }

    private static boolean isNewest(NodeState.Primary primary, Situation situation) {
        return situation
                .sighting()
                .filter(seen -> seen.state().node().equals(primary.node())
                        ? seen.state().identity().timeline()
                                <= primary.identity().timeline()
                        : seen.state().identity().timeline()
                                < primary.identity().timeline())
                .isPresent();
    }
}
