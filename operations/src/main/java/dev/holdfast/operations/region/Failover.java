package dev.holdfast.operations.region;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.DnsSpec;
import dev.holdfast.operations.concurrent.Fanout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leads the clients of a region elsewhere.
 *
 * <pre>
 * proven to be down, or ungraceful:  at the same time: every DNS server leads nobody there any more; databases whose primary it
 *                                    held move, the fence being proven; the others get more instances; its clients are asked to
 *                                    leave
 * else:                              the others get the instances that they need; clients are led away in steps that are paced by
 *                                    how the others bear it; the last ones are seen out
 * </pre>
 *
 * <p>Invariant: some region that can serve has a weight at every moment.
 */
final class Failover {
    private final Execution execution;
    private final Request request;
    private final Names names;

    /**
     * What is wanted.
     *
     * @param from the region to leave; empty for the one that is lost
     * @param to the region that takes over; empty for all others
     * @param ungraceful whether it is done at once although the region isn't proven to be down
     * @param withDatabase whether a database moves although its primary lives
     * @param dns the only DNS name that is changed; empty for all
     * @param complete whether other regions are scaled, and the last clients are waited for
     */
    record Request(
            Optional<String> from,
            Optional<String> to,
            boolean ungraceful,
            boolean withDatabase,
            Optional<String> dns,
            boolean complete) {}

    Failover(Execution execution, Request request) {
        this.execution = execution;
        this.request = request;
        this.names = new Names(execution);
    }

    Assessment assess() {
        request.from().ifPresent(execution.site().topology()::region);
        request.to().ifPresent(execution.site().topology()::region);
        Verdicts verdicts = Verdicts.take(execution);
        Optional<String> from = request.from().or(verdicts::lost).or(this::left);
        if (from.isEmpty()) {
            return new Assessment.Refused(
                    ErrorCode.REGION_NOT_DOWN,
                    "no region, or more than one, is proven to be down: " + verdicts.text(),
                    "name the region with --from");
        }
        Evacuation evacuation = look(from.get(), verdicts);
        Optional<Assessment.Refused> refusal = new FailoverGuard(evacuation).refusal();
        if (isDone(evacuation)) {
            return new Assessment.Satisfied(
                    "nobody is led to %s: %s"
                            .formatted(from.get(), evacuation.names().getFirst().described()),
                    outputs(evacuation));
        }
        return refusal.isPresent() ? refusal.get() : new FailoverPlan(execution, request, evacuation).assess();
    }

    /** Without a failed region: the one that was left before, when there is exactly one. */
    private Optional<String> left() {
        List<String> left = execution.site().topology().dns().stream()
                .flatMap(spec -> names.look(spec).table().targets().stream())
                .filter(target -> target.weight() == 0)
                .map(target -> target.region())
                .distinct()
                .toList();
        return left.size() == 1 ? Optional.of(left.getFirst()) : Optional.empty();
    }

    Evacuation look(String from, Verdicts verdicts) {
        List<DnsSpec> specs = names.answeredWith(from, request.dns());
        return Fanout.both(
                () -> verdicts.isDown(from) ? names.glance(specs) : names.look(specs),
                () -> RegionDatabases.of(execution, from, request.to(), verdicts)
                        .all(),
                (states, databases) -> new Evacuation(
                        from,
                        request.to().or(() -> successor(states, from, verdicts)),
                        request.ungraceful() || verdicts.isDown(from),
                        verdicts,
                        states,
                        databases));
    }

    /** What was begun with a successor is finished with it, unless that has fallen ill. */
    private static Optional<String> successor(List<NameState> states, String from, Verdicts verdicts) {
        return states.stream()
                .flatMap(name -> name.table().target(from).successor().stream())
                .findFirst()
                .filter(verdicts::isHealthy);
    }

    private boolean isDone(Evacuation evacuation) {
        boolean living = !request.withDatabase() || evacuation.living().isEmpty();
        boolean lost = !movesLost(evacuation) || evacuation.bereaved().isEmpty();
        return evacuation.isSaid() && living && lost && isLeft(evacuation);
    }

    /** Whether a database without a primary is this operation's business: it is when the region is dead, or it was begun. */
    private boolean movesLost(Evacuation evacuation) {
        return evacuation.atOnce() || request.withDatabase();
    }

    /** A load balancer that does not answer has nobody to ask. */
    private boolean isLeft(Evacuation evacuation) {
        if (evacuation.verdicts().isUnreachable(evacuation.from())) {
            return true;
        }
        boolean asked =
                new RegionEntrance(execution, evacuation.from()).asking().all();
        return asked && (evacuation.atOnce() || !request.complete() || nobodyIsThere(evacuation));
    }

    private boolean nobodyIsThere(Evacuation evacuation) {
        Tail tail = new TailLook(execution, evacuation.from(), deployments(evacuation)).take();
        return tail.isGone() || !tail.isKnown();
    }

    private List<DeploymentSpec> deployments(Evacuation evacuation) {
        return Views.deployments(
                execution.site().topology(),
                evacuation.names().stream().map(NameState::spec).toList());
    }

    static Map<String, String> outputs(Evacuation evacuation) {
        String from = evacuation.from();
        return evacuation
                .to()
                .map(to -> Map.of("from", from, "region", from, "to", to))
                .orElseGet(() -> Map.of("from", from, "region", from));
    }

    void perform(Plan plan) {
        PlannedFailover planned = new PlannedFailover(execution.site().topology(), plan);
        if (planned.isAtOnce()) {
            atOnce(planned);
        } else {
            gracefully(planned);
        }
        if (!planned.isUnreachable()) {
            new RegionEntrance(execution, planned.from()).keep();
        }
        if (planned.moves()) {
            databases(planned).keep(planned.databases());
        }
    }

    /** By what the plan says: to look again would be time without service. */
    private void atOnce(PlannedFailover planned) {
        Fanout.together(
                () -> leadNobody(planned),
                () -> move(planned, request.withDatabase()),
                () -> scaleIfPossible(planned.scalings()),
                () -> askToLeave(planned));
    }

    private void leadNobody(PlannedFailover planned) {
        Fanout.forEach(planned.changes(), change -> {
            names.rememberBefore(change.spec(), change.before(), planned.from());
            names.tell(change.spec(), change.table(), change.silent());
        });
        execution.note("nobody is led to %s any more".formatted(planned.from()));
    }

    private void move(PlannedFailover planned, boolean confirmed) {
        if (planned.moves()) {
            databases(planned).move(planned.databases(), confirmed);
        }
    }

    private RegionDatabases databases(PlannedFailover planned) {
        return RegionDatabases.of(execution, planned.from(), request.to(), planned.isDown(), planned.isUnreachable());
    }

    /** More instances are welcome and not vital: to serve something beats to serve nothing. */
    private void scaleIfPossible(List<Reception.Scaling> scalings) {
        try {
            Reception.ask(execution, scalings);
        } catch (HoldfastException failure) {
            execution.note("could not scale, run `holdfast scale-healthy-regions`: " + failure.attempted());
        }
    }

    private void askToLeave(PlannedFailover planned) {
        if (!planned.isUnreachable()) {
            new RegionEntrance(execution, planned.from()).askToLeave(true).forEach(execution::note);
        }
    }

    private void gracefully(PlannedFailover planned) {
        Reception.ask(execution, planned.scalings());
        Reception.await(execution, planned.scalings());
        Evacuation evacuation = look(planned.from(), Verdicts.take(execution));
        new FailoverGuard(evacuation).refusal().ifPresent(refusal -> {
            throw new HoldfastException(refusal.code(), refusal.reason(), refusal.nextMove(), null);
        });
        lead(evacuation);
        move(planned, true);
        if (request.complete()) {
            new Farewell(execution, evacuation.from(), deployments(evacuation)).run();
        } else {
            new RegionEntrance(execution, evacuation.from()).askToLeave(true).forEach(execution::note);
        }
    }

    private void lead(Evacuation evacuation) {
        evacuation.names().forEach(name -> names.rememberBefore(name.spec(), name.table(), evacuation.from()));
        if (evacuation.moved() == Pace.ALL) {
            names.tell(evacuation.names(), evacuation::target);
            return;
        }
        Shift.Way way = new Shift.Way(
                evacuation.names(),
                evacuation::at,
                spec -> before(evacuation, spec),
                evacuation.able(),
                List.of(evacuation.from()),
                true);
        new Shift(execution, way).run(evacuation.moved());
    }

    /** Clients are led back to where they were before the first attempt. */
    private DnsTable before(Evacuation evacuation, DnsSpec spec) {
        return names.before(spec, evacuation.from())
                .orElseThrow(() -> new IllegalStateException("it was remembered before the first step"));
    }

    Proof prove() {
        Verdicts verdicts = Verdicts.take(execution);
        Optional<String> from = request.from().or(this::left).or(verdicts::lost);
        return from.map(region -> new FailoverProof(execution, request, look(region, verdicts)).prove())
                .orElseGet(() -> new Proof.Unknown("it is not known which region was left"));
    }
}
