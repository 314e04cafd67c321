package dev.holdfast.engine.testkit;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.engine.testkit.FakeWorld.Trouble;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.util.List;
import java.util.Map;

/** Switches a target of a {@link FakeWorld} on or off. */
public final class FakeOperation implements Operation<FakeOperation.Target> {
    private static final String ONCE = "switch-once";

    private final Declaration<Target> declaration;
    private final FakeWorld world;
    private final Incarnation life;
    private final boolean wanted;

    /** What it needs. */
    public record Target(@Parameter("What to switch.") String target) {}

    private FakeOperation(String command, Danger danger, FakeWorld world, Incarnation life, boolean wanted) {
        this.declaration = new Declaration<>("fake." + command, command, "Switches a target.", Target.class, danger);
        this.world = world;
        this.life = life;
        this.wanted = wanted;
    }

    /**
     * The operations {@code switch-on}, {@code switch-off}, the destructive {@code wreck}, which must be confirmed, and {@code
     * switch-once}, which must not be repeated blindly.
     */
    public static List<Operation<?>> all(FakeWorld world, Incarnation life) {
        return List.of(
                new FakeOperation("switch-on", Danger.REVERSIBLE, world, life, true),
                new FakeOperation("switch-off", Danger.REVERSIBLE, world, life, false),
                new FakeOperation("wreck", Danger.DESTRUCTIVE, world, life, true),
                new FakeOperation(ONCE, Danger.REVERSIBLE, world, life, true));
    }

    @Override
    public boolean repeatable(Target parameters) {
        return !declaration.command().equals(ONCE);
    }

    @Override
    public Declaration<Target> declaration() {
        return declaration;
    }

    @Override
    public Assessment assess(Target parameters, Execution execution) {
        String target = parameters.target();
        if (world.isOn(target) == wanted) {
            return new Assessment.Satisfied(evidence(target), Map.of("target", target));
        }
        if (world.meets(Trouble.REFUSED, wanted ? target : "-" + target)) {
            return new Assessment.Refused(ErrorCode.FENCE_UNPROVEN, target + " is guarded");
        }
        String confirmation = declaration.danger() == Danger.DESTRUCTIVE ? "it breaks " + target : "";
        return new Assessment.Actionable(new Plan("switch " + target, List.of(target), confirmation, Map.of()));
    }

    @Override
    public void perform(Target parameters, Plan plan, Execution execution) {
        String target = parameters.target();
        execution.note("switching " + target);
        if (world.meets(Trouble.FAILS_BEFORE, target)) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, "switching " + target);
        }
        if (world.meets(Trouble.LIES, target)) {
            return;
        }
        life.act(() -> {
            if (world.change(target, wanted)) {
                throw life.die();
            }
            return target;
        });
        if (world.meets(Trouble.FAILS_AFTER, target)) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, "hearing back from " + target);
        }
    }

    @Override
    public Proof prove(Target parameters, Execution execution) {
        String target = parameters.target();
        if (world.meets(Trouble.UNSEEN, target)) {
            return new Proof.Unknown(target + " does not answer");
        }
        return world.isOn(target) == wanted
                ? new Proof.Holds(evidence(target), Map.of("target", target))
                : new Proof.Fails(ErrorCode.COMMAND_FAILED, target + " is as it was");
    }

    private String evidence(String target) {
        return target + (wanted ? " is on" : " is off");
    }
}
