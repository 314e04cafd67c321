package dev.holdfast.operations.database;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.spi.DatabaseCluster;
import dev.holdfast.model.database.FenceProof;
import dev.holdfast.model.database.LossEstimate;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.NodeState;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Assessment.Actionable;
import dev.holdfast.model.operation.Assessment.Refused;
import dev.holdfast.model.operation.Assessment.Satisfied;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.operations.concurrent.Fanout;
import dev.holdfast.operations.concurrent.Graceful;
import dev.holdfast.operations.concurrent.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes one server the only primary that acknowledges writes.
 *
 * <pre>
 * 1. a primary that lives is shut down in good order, after its writers were cut; when it does not, it is fenced if its commits
 *    are safe on the standbys, or else kept and the promotion given up; else
 * 2. every server that may be primary is fenced, unless that is proven already
 * 3. look again: the target must hold most of the log, or gets the rest from the standby that does
 * 4. promote it, and point the other standbys at it, at the same time: commits wait for them
 * </pre>
 *
 * <p>Invariant: nothing is promoted while any other server could acknowledge a write.
 */
final class Promotion {
    private static final Duration STOP = Duration.ofSeconds(10);
    /** What is kept of the step's time to fence a primary that does not stop, and to go on. */
    private static final Duration STOP_BY_FORCE = Duration.ofSeconds(8);

    private static final Duration CATCH_UP = Duration.ofSeconds(10);
    private static final Duration PROMOTE = Duration.ofSeconds(60);
    private static final Duration FOLLOW = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(5);

    private final Execution execution;
    private final DatabaseSpec spec;
    private final DatabaseCluster cluster;
    private final Optional<String> acceptedLoss;

    Promotion(Execution execution, DatabaseSpec spec, Optional<String> acceptedLoss) {
        this.execution = execution;
        this.spec = spec;
        this.cluster = execution.site().database(spec.name()).cluster();
        this.acceptedLoss = acceptedLoss;
    }

    /**
     * Plans to make {@code wanted} the primary; without a name the server that is primary, or else the best standby: what was
     * begun and interrupted is finished, not done again with another server.
     */
    Assessment assess(Optional<String> wanted, Situation situation) {
        Optional<String> target = wanted.map(name -> spec.node(name).name())
                .or(() -> situation.currentPrimary().map(NodeState.Primary::node))
                .or(() -> guard(situation).candidates().best().map(NodeState.Standby::node));
        if (target.isEmpty()) {
            return new Refused(
                    ErrorCode.NO_CANDIDATE,
                    guard(situation).candidates().exclusions().toString());
        }
        if (situation.isCurrentPrimary(target.get())) {
            return PrimaryHealth.of(target.get(), situation)
                    .<Assessment>map(fault -> new Actionable(repair(target.get(), fault, situation)))
                    .orElseGet(() -> new Satisfied(
                            PrimaryHealth.evidence(target.get(), situation), PrimaryHealth.outputs(target.get())));
        }
        Optional<Refused> refusal = guard(situation).refusal(target.get());
        return refusal.isPresent() ? refusal.get() : new Actionable(plan(target.get(), situation));
    }

    private PromotionGuard guard(Situation situation) {
        return new PromotionGuard(situation, execution.site().topology().regions(), acceptedLoss);
    }

    private Plan repair(String target, PrimaryHealth.Fault fault, Situation situation) {
        List<String> changes = new ArrayList<>(List.of(fault.observed()));
        List<String> objections = new ArrayList<>();
        for (String rival : situation.rivals(target)) {
            if (!FenceRule.holds(FenceRule.proof(rival, situation))) {
                changes.add("fence " + rival);
                Liveness.objection(execution, situation, rival).ifPresent(objections::add);
            }
        }
        others(target, situation).forEach(other -> changes.add("point %s at %s".formatted(other, target)));
        return new Plan(
                "%s is primary already; complete its cluster".formatted(target),
                changes,
                String.join("; ", objections),
                Map.of("target", target));
    }

    private Plan plan(String target, Situation situation) {
        PromotionGuard guard = guard(situation);
        LossEstimate loss = guard.loss(target);
        List<String> changes = new ArrayList<>();
        List<String> objections = new ArrayList<>();
        for (String rival : situation.rivals(target)) {
            FenceProof proof = FenceRule.proof(rival, situation);
            if (FenceRule.holds(proof)) {
                changes.add("leave %s alone: fenced, %s".formatted(rival, proof.text()));
                continue;
            }
            changes.add(
                    situation.isCurrentPrimary(rival)
                            ? "cut the writers of %s and shut it down in good order".formatted(rival)
                            : "fence " + rival);
            Liveness.objection(execution, situation, rival).ifPresent(objections::add);
        }
        guard.ahead(target).ifPresent(other -> changes.add("let %s catch up with %s".formatted(target, other.node())));
        changes.add("promote " + described(target, situation));
        others(target, situation).forEach(other -> changes.add("point %s at %s".formatted(other, target)));
        changes.add("loss: %s (%d bytes, about %d transactions): %s"
                .formatted(loss.figure(), loss.bytes(), loss.transactions(), loss.reason()));
        String summary = "make %s the primary of %s".formatted(target, spec.name());
        return new Plan(
                summary, changes, String.join("; ", objections), Map.of("target", target, "loss", loss.figure()));
    }

    private static String described(String target, Situation situation) {
        return situation
                .state()
                .standby(target)
                .map(standby -> "%s: standby of system %s, timeline %d, received %s%s"
                        .formatted(
                                target,
                                standby.identity().system(),
                                standby.identity().timeline(),
                                standby.received(),
                                standby.replayPaused() ? " (its paused replay ends with the promotion)" : ""))
                .orElse(target);
    }

    /** Carries out the plan. What is done already is left out. */
    void perform(Plan plan) {
        String target = plan.fact("target");
        Situation situation = ClusterLook.at(execution, spec);
        Sightings.remember(execution.site(), situation);
        refuseUnlessAllowed(target, situation);
        List<String> rivals = unfenced(situation.rivals(target), situation);
        if (!rivals.isEmpty()) {
            Optional<Lsn> shutDownAt = stopRivals(rivals, plan, situation);
            situation = shutDownAt.isPresent()
                    ? waitForLog(target, shutDownAt.get(), rivals)
                    : ClusterLook.without(execution, spec, rivals);
        }
        if (situation.isCurrentPrimary(target)) {
            follow(target, situation);
            return;
        }
        situation = catchUp(target, situation, rivals);
        refuseUnlessAllowed(target, situation);
        Situation proven = situation;
        Fanout.together(() -> cluster.promote(target, execution.limit(PROMOTE)), () -> follow(target, proven));
    }

    /** Before the first effect, so that nothing is half done; and after the fence, because the log may have grown until then. */
    private void refuseUnlessAllowed(String target, Situation situation) {
        if (situation.isCurrentPrimary(target)) {
            return;
        }
        guard(situation).refusal(target).ifPresent(refusal -> {
            throw new HoldfastException(refusal.code(), refusal.reason(), refusal.nextMove(), null);
        });
    }

    private static List<String> unfenced(List<String> nodes, Situation situation) {
        return nodes.stream()
                .filter(node -> !FenceRule.holds(FenceRule.proof(node, situation)))
                .toList();
    }

    /** Returns where the log of a living primary ended, when it was shut down in good order. */
    private Optional<Lsn> stopRivals(List<String> rivals, Plan plan, Situation situation) {
        Optional<Lsn> shutDownAt = Optional.empty();
        for (String rival : rivals) {
            Optional<NodeState.Primary> alive =
                    situation.currentPrimary().filter(primary -> primary.node().equals(rival));
            if (alive.isPresent() || situation.node(rival) instanceof NodeState.Answering) {
                refuseWithoutConfirmation(plan, rival);
            }
            if (alive.isPresent()) {
                shutDownAt = Optional.of(shutDown(rival, alive.get(), situation));
                continue;
            }
            FenceProof proof = new Fence(execution, spec).apply(rival, situation);
            execution.note("fenced: " + proof.text());
        }
        return shutDownAt;
    }

    private static void refuseWithoutConfirmation(Plan plan, String rival) {
        if (!plan.needsConfirmation()) {
            throw new HoldfastException(
                    ErrorCode.PRIMARY_NOT_DOWN, "%s came back to life since this was planned".formatted(rival));
        }
    }

    private Lsn shutDown(String rival, NodeState.Primary alive, Situation situation) {
        new Endpoints(execution, spec)
                .cutWriters(rival)
                .forEach(attempt -> attempt.failure().ifPresent(failure -> execution.note(failure.attempted())));
        Lsn written = cluster.observe(rival, execution.limit(FOLLOW)) instanceof NodeState.Primary now
                ? now.written()
                : alive.written();
        Graceful shutDown =
                new Graceful(execution, "shutting %s down in good order".formatted(rival), STOP, STOP_BY_FORCE);
        if (mayBeForced(alive, situation)) {
            shutDown.orElse(
                    limit -> cluster.stopCleanly(rival, limit),
                    "it is fenced",
                    () -> new Fence(execution, spec).apply(rival, situation));
        } else {
            shutDown.orElse(
                    limit -> cluster.stopCleanly(rival, limit), "the switchover is given up", () -> giveUp(rival));
        }
        return written;
    }

    /**
     * Killed, a primary takes with it what it acknowledged and has not sent yet, unless its commits wait for standbys that can be
     * asked; or somebody accepted a loss.
     */
    private boolean mayBeForced(NodeState.Primary alive, Situation situation) {
        Set<String> standbys = guard(situation).candidates().ranked().stream()
                .map(NodeState.Standby::node)
                .collect(Collectors.toUnmodifiableSet());
        return alive.sync().everyCommitIsOnOneOf(alive.node(), standbys) || acceptedLoss.isPresent();
    }

    /** A primary that nobody has to leave is rather kept: writers are led to it again, should it still serve. */
    private void giveUp(String rival) {
        if (ClusterLook.at(execution, spec).isCurrentPrimary(rival)) {
            DatabaseMove.lead(execution, spec, rival);
            execution.note("writers are led to %s again".formatted(rival));
        }
        throw new HoldfastException(
                ErrorCode.LOSS_OVER_RPO,
                "%s did not shut down in good order, and to end it by force could lose writes, because no standby that"
                                .formatted(rival)
                        + " answers has to confirm its commits",
                "try again; or take it back with `holdfast database-rollback --restore-point latest`; or accept a loss with"
                        + " --accept-data-loss",
                null);
    }

    private Situation waitForLog(String target, Lsn position, List<String> rivals) {
        return Waiting.forResult(execution.limit(CATCH_UP), POLL, () -> received(target, position, rivals))
                .orElseThrow(() -> new HoldfastException(
                        ErrorCode.NOT_MOST_ADVANCED,
                        "%s did not receive the log up to %s, where the old primary ended".formatted(target, position),
                        "take the old primary back: `holdfast database-rollback --restore-point latest`",
                        null));
    }

    private Optional<Situation> received(String target, Lsn position, List<String> ignored) {
        Situation situation = ClusterLook.without(execution, spec, ignored);
        return situation
                .state()
                .standby(target)
                .filter(standby -> standby.received().compareTo(position) >= 0)
                .map(_ -> situation);
    }

    private Situation catchUp(String target, Situation situation, List<String> rivals) {
        if (situation.state().standby(target).isEmpty()) {
            return situation;
        }
        Optional<NodeState.Standby> ahead = guard(situation).ahead(target);
        if (ahead.isEmpty() || guard(situation).refusal(target).isPresent()) {
            return situation;
        }
        NodeState.Standby source = ahead.get();
        execution.note("%s catches up with %s, up to %s".formatted(target, source.node(), source.received()));
        cluster.follow(target, source.node(), execution.limit(FOLLOW));
        return waitForLog(target, source.received(), rivals);
    }

    /** Points every standby at a server that is primary already. */
    void gather(String primary) {
        follow(primary, ClusterLook.at(execution, spec));
    }

    /** A standby that can't follow is told, not thrown: whether enough of them do is proved afterwards. */
    private void follow(String target, Situation situation) {
        List<String> astray = others(target, situation).stream()
                .filter(other -> !situation.streamsFrom(target, other))
                .toList();
        Fanout.attempt(astray, other -> {
                    cluster.follow(other, target, execution.limit(FOLLOW));
                    return other;
                })
                .forEach(attempt -> attempt.failure()
                        .ifPresent(failure -> execution.note("%s does not follow %s yet: %s"
                                .formatted(attempt.target(), target, failure.attempted()))));
    }

    private static List<String> others(String target, Situation situation) {
        return situation.state().standbys().stream()
                .map(NodeState.Standby::node)
                .filter(node -> !node.equals(target))
                .toList();
    }
}
