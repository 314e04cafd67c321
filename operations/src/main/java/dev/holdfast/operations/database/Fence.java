package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.database.FenceProof;
import dev.holdfast.model.database.ProcessState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.concurrent.Attempt;
import dev.holdfast.operations.concurrent.Fanout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Makes sure that a server can't acknowledge a write any more.
 *
 * <pre>
 * at the same time:  1. its host ends its processes, and marks it to start as a standby only
 *                    2. every load balancer cuts its sessions and lets no new one in
 *                    3. the standbys stop listening to it
 * it is fenced when  a. the host has done (1) and shows no process any more, or
 *                    b. its commits wait for standbys, and too few still listen
 * </pre>
 *
 * <p>A host that does not answer is not waited for once (b) is proven. Every part may be repeated.
 */
final class Fence {
    private static final Duration STOP = Duration.ofSeconds(5);
    /** What a host that answers needs to end the processes; one that doesn't costs this much time without service. */
    private static final Duration STOP_GRACE = Duration.ofMillis(150);

    private static final Duration DETACH = Duration.ofSeconds(3);
    private static final Duration PROCESS = Duration.ofSeconds(1);

    private final Execution execution;
    private final DatabaseSpec spec;
    private final DatabaseCluster cluster;

    Fence(Execution execution, DatabaseSpec spec) {
        this.execution = execution;
        this.spec = spec;
        this.cluster = execution.site().database(spec.name()).cluster();
    }

    /** Fences a server, and returns the proof. Throws when nothing proves it. */
    FenceProof apply(String node, Situation before) {
        Tempo tempo = Tempo.current();
        long began = tempo.nanoTime();
        Tempo.Task<String> stop = tempo.fork("stop-" + node, () -> stopped(node));
        try {
            Fanout.together(() -> cutClients(node), () -> cutReplication(node, before));
            FenceProof cut = FenceRule.proof(node, ClusterLook.without(execution, spec, List.of(node)));
            if (FenceRule.holds(cut)) {
                Duration left = STOP_GRACE.minusNanos(tempo.nanoTime() - began);
                return failure(stop, left).isEmpty() ? new FenceProof.ProcessGone(node) : noted(cut);
            }
            return byStopping(node, stop);
        } finally {
            stop.interrupt();
        }
    }

    private String stopped(String node) {
        cluster.stopForGood(node, execution.limit(STOP));
        return node;
    }

    private FenceProof noted(FenceProof cut) {
        execution.note("fenced although its host did not stop it: " + cut.text());
        return cut;
    }

    private void cutClients(String node) {
        for (var attempt : new Endpoints(execution, spec).cut(node)) {
            attempt.failure()
                    .ifPresent(failure -> execution.note("load balancer %s could not cut %s: %s"
                            .formatted(attempt.target().balancer(), node, failure.attempted())));
        }
    }

    private void cutReplication(String node, Situation before) {
        List<String> listeners = before.state().standbys().stream()
                .map(standby -> standby.node())
                .filter(standby -> !standby.equals(node) && !before.isCutOffFrom(node, standby))
                .toList();
        for (Attempt<String, String> attempt : Fanout.attempt(listeners, this::detach)) {
            attempt.failure()
                    .ifPresent(failure -> execution.note(
                            "%s could not be detached: %s".formatted(attempt.target(), failure.attempted())));
        }
    }

    private String detach(String standby) {
        cluster.detach(standby, execution.limit(DETACH));
        return standby;
    }

    private FenceProof byStopping(String node, Tempo.Task<String> stop) {
        Optional<String> failure = failure(stop, execution.limit(STOP));
        if (failure.isPresent()) {
            return provenSince(node, "its host did not stop it: " + failure.get());
        }
        return switch (cluster.process(node, execution.limit(PROCESS))) {
            case ProcessState.Crashed _, ProcessState.Stopped _ -> new FenceProof.ProcessGone(node);
            case ProcessState.Running running ->
                provenSince(node, "its host still shows process %d".formatted(running.pid()));
            case ProcessState.Unknown unknown -> provenSince(node, "its host does not answer: " + unknown.detail());
        };
    }

    /** The first look did not wait for every standby; one that was slow to answer may prove by now that it was detached. */
    private FenceProof provenSince(String node, String host) {
        FenceProof cut = FenceRule.proof(node, ClusterLook.patiently(execution, spec));
        if (FenceRule.holds(cut)) {
            return noted(cut);
        }
        throw new HoldfastException(ErrorCode.FENCE_UNPROVEN, "%s; %s".formatted(cut.text(), host));
    }

    /** Why the stop did not succeed within the limit; empty when it did. */
    private static Optional<String> failure(Tempo.Task<String> stop, Duration limit) {
        try {
            stop.await(limit.isNegative() ? Duration.ZERO : limit);
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HoldfastException coded) {
                return Optional.of(coded.attempted());
            }
            throw new IllegalStateException("stopping a server failed unexpectedly", e.getCause());
        } catch (TimeoutException _) {
            return Optional.of("no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "fencing a server", e);
        }
    }
}
