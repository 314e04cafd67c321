package dev.holdfast.app.seeds;

import dev.holdfast.app.seeds.ChoreWorld.Trouble;
import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.run.RestorePointRecorder;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.database.Lsn;
import dev.holdfast.model.database.RestorePoint;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.runbook.ApprovalRule;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Limits;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Chores that depend on one another at random, with random limits, approvals and troubles. */
final class ChoreStage implements Stage {
    private static final int MOST_STEPS = 9;

    private final Chance chance;
    private final Site site;
    private final ChoreWorld world;
    private final Catalogue catalogue;
    private final Runbook runbook;
    private final Map<String, String> parameters;
    private final List<Incident> incidents = new ArrayList<>();

    ChoreStage(long seed, Site site, Predicate<String> mayAct, Tally tally) {
        this.chance = new Chance(seed, "chores");
        this.site = site;
        this.world = new ChoreWorld(mayAct, tally);
        this.catalogue = new Catalogue(Chore.all(world));
        String name = "chores-" + seed;
        this.runbook = new Runbook(
                name, "Chores", List.of(), List.of(), steps(2 + chance.below(MOST_STEPS - 1)), name, "hash of " + name);
        this.parameters = chance.percent(70) ? Map.of("confirm", "true") : Map.of();
    }

    private List<Step> steps(int number) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            String name = "c" + i;
            steps.add(step(name, steps));
            Duration takes = chance.between(Duration.ofMillis(10), Duration.ofSeconds(20));
            world.add(name, takes, troubles());
            for (int revision = chance.below(3); revision > 0; revision--) {
                Duration when = chance.between(Duration.ZERO, Duration.ofMinutes(2));
                incidents.add(new Incident(when, "plan changes", "the plan of " + name, () -> world.revise(name)));
            }
        }
        return steps;
    }

    private Step step(String name, List<Step> before) {
        List<String> needs =
                before.stream().map(Step::id).filter(_ -> chance.percent(35)).toList();
        Limits limits = new Limits(
                chance.between(Duration.ofSeconds(2), Duration.ofSeconds(40)),
                chance.below(4),
                chance.between(Duration.ZERO, Duration.ofSeconds(5)));
        return new Step(
                name,
                chance.percent(15) ? "wreck" : "do-chore",
                chance.percent(20) ? Map.of("target", name, Chore.ONCE, "true") : Map.of("target", name),
                needs,
                limits,
                chance.percent(60) ? Optional.of("undo-chore") : Optional.empty(),
                chance.pick(List.of(FailurePolicy.values())),
                approval());
    }

    private Optional<ApprovalRule> approval() {
        if (!chance.percent(35)) {
            return Optional.empty();
        }
        return Optional.of(chance.percent(80) ? ApprovalRule.ONE : new ApprovalRule(2, Role.APPROVER));
    }

    private List<Trouble> troubles() {
        List<Trouble> troubles = new ArrayList<>();
        for (int i = chance.below(4); i > 0; i--) {
            Trouble trouble = chance.pick(List.of(Trouble.values()));
            if (chance.percent(60)) {
                troubles.add(trouble);
            }
        }
        return troubles;
    }

    @Override
    public Runbook runbook() {
        return runbook;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters;
    }

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    public RestorePointRecorder restorePoints() {
        return (step, _) -> Optional.of(new RestorePoint(
                "rp-" + step, Instant.EPOCH, "none", Optional.empty(), Optional.empty(), Lsn.ZERO, Map.of(), Map.of()));
    }

    @Override
    public List<Incident> incidents() {
        return incidents;
    }

    @Override
    public void live() {
        // Nobody else is there.
    }

    @Override
    public int effects() {
        return world.changes();
    }

    @Override
    public List<String> broken() {
        return world.broken();
    }
}
