package dev.holdfast.app.seeds;

import dev.holdfast.app.seeds.ChoreWorld.Trouble;
import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.engine.spi.Tempo;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does a chore, or undoes it, and takes its time for it. */
final class Chore implements Operation<Chore.What> {
    static final String ONCE = "once";
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);

    private final ChoreWorld world;
    private final Declaration<What> declaration;
    private final boolean wanted;

    /** What it needs. */
    record What(
            @Parameter("Which chore.") String target,
            @Parameter("Whether it must not be repeated.") Optional<String> once) {}

    private Chore(ChoreWorld world, String command, Danger danger, boolean wanted) {
        this.world = world;
        this.declaration = new Declaration<>("chore." + command, command, "A chore.", What.class, danger);
        this.wanted = wanted;
    }

    static List<Operation<?>> all(ChoreWorld world) {
        return List.of(
                new Chore(world, "do-chore", Danger.REVERSIBLE, true),
                new Chore(world, "wreck", Danger.DESTRUCTIVE, true),
                new Chore(world, "undo-chore", Danger.REVERSIBLE, false));
    }

    @Override
    public Declaration<What> declaration() {
        return declaration;
    }

    @Override
    public boolean repeatable(What parameters) {
        return parameters.once().isEmpty();
    }

    @Override
    public Assessment assess(What parameters, Execution execution) {
        String target = parameters.target();
        sleep(LOOK);
        if (world.isDone(target) == wanted) {
            return new Assessment.Satisfied(target + " is so already", Map.of("target", target));
        }
        if (meets(target, Trouble.REFUSED)) {
            return new Assessment.Refused(ErrorCode.SERVICE_NOT_SERVING, target + " is guarded");
        }
        boolean warns = declaration.danger() == Danger.DESTRUCTIVE;
        return new Assessment.Actionable(new Plan(
                "%s %s".formatted(declaration.command(), target),
                List.of("revision %d of %s".formatted(world.revision(target), target)),
                warns ? "it takes %s from service".formatted(target) : "",
                Map.of()));
    }

    /** What goes wrong with doing it; undoing has a trouble of its own. */
    private boolean meets(String target, Trouble trouble) {
        return wanted && world.meets(target, trouble);
    }

    @Override
    public void perform(What parameters, Plan plan, Execution execution) {
        String target = parameters.target();
        execution.note("begins with " + target);
        if (meets(target, Trouble.FAILS_BEFORE) || (!wanted && world.meets(target, Trouble.CAN_NOT_BE_UNDONE))) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, "beginning with " + target);
        }
        if (meets(target, Trouble.HANGS_BEFORE)) {
            sleep(LONG);
        }
        if (meets(target, Trouble.DEAF)) {
            sleepThroughInterrupts(target);
        }
        sleep(world.takes(target));
        if (meets(target, Trouble.LIES)) {
            return;
        }
        world.change(target, wanted);
        if (meets(target, Trouble.HANGS_AFTER)) {
            sleep(LONG);
        }
        if (meets(target, Trouble.FAILS_AFTER)) {
            throw new HoldfastException(ErrorCode.COMMAND_FAILED, "hearing back from " + target);
        }
    }

    @Override
    public Proof prove(What parameters, Execution execution) {
        String target = parameters.target();
        sleep(LOOK);
        if (meets(target, Trouble.UNSEEN)) {
            return new Proof.Unknown(target + " does not answer");
        }
        return world.isDone(target) == wanted
                ? new Proof.Holds(target + " is so", Map.of("target", target))
                : new Proof.Fails(ErrorCode.COMMAND_FAILED, target + " is as it was");
    }

    private static void sleep(Duration time) {
        try {
            Tempo.current().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoldfastException(ErrorCode.INTERRUPTED, "doing a chore", e);
        }
    }

    /** Until it is told to stop, and then for longer than anybody waits for that. */
    private void sleepThroughInterrupts(String target) {
        try {
            Tempo.current().sleep(LONG);
        } catch (InterruptedException _) {
            sleep(Duration.ofSeconds(3));
            world.change(target, wanted);
            throw new HoldfastException(ErrorCode.INTERRUPTED, "doing a chore");
        }
    }
}
