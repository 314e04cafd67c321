package dev.holdfast.engine.run;

import static dev.holdfast.engine.testkit.Runbooks.on;
import static dev.holdfast.engine.testkit.Runbooks.onFailure;
import static dev.holdfast.engine.testkit.Runbooks.operation;
import static dev.holdfast.engine.testkit.Runbooks.retries;
import static dev.holdfast.engine.testkit.Runbooks.undoable;

import dev.holdfast.engine.testkit.FakeWorld;
import dev.holdfast.engine.testkit.FakeWorld.Trouble;
import dev.holdfast.engine.testkit.Runbooks;
import dev.holdfast.model.event.RunOutcome;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Runbook;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A runbook in a world with troubles, and how it must end, whether the process dies on the way or not.
 *
 * @param history the effects, sorted: each exactly once
 */
record Story(
        Runbook runbook,
        Consumer<FakeWorld> troubles,
        Map<String, String> parameters,
        RunOutcome outcome,
        List<String> history) {
    private static final int ALWAYS = 1_000_000;

    static List<Story> all() {
        return List.of(
                parallel(),
                flaky(),
                heardNothing(),
                refused(),
                stopped(),
                unproven(),
                goesOn(),
                undone(),
                stuck(),
                confirmed());
    }

    FakeWorld world() {
        FakeWorld world = new FakeWorld();
        troubles.accept(world);
        return world;
    }

    @Override
    public String toString() {
        return runbook.name();
    }

    private static Story of(Runbook runbook, Consumer<FakeWorld> troubles, RunOutcome outcome, String... history) {
        return new Story(runbook, troubles, Map.of(), outcome, List.of(history));
    }

    private static Story parallel() {
        Runbook runbook =
                Runbooks.of("parallel", on("a"), on("b", "a"), on("c", "a"), on("d", "a"), on("e", "b", "c", "d"));
        return of(runbook, _ -> {}, RunOutcome.SUCCEEDED, "+a", "+b", "+c", "+d", "+e");
    }

    private static Story flaky() {
        Runbook runbook = Runbooks.of("flaky", on("a"), retries(on("b", "a"), 3), on("c", "b"));
        return of(
                runbook,
                world -> {
                    world.trouble(Trouble.REFUSED, "b", 1);
                    world.trouble(Trouble.FAILS_BEFORE, "b", 2);
                },
                RunOutcome.SUCCEEDED,
                "+a",
                "+b",
                "+c");
    }

    private static Story heardNothing() {
        Runbook runbook = Runbooks.of("heard-nothing", retries(on("a"), 1), retries(on("b", "a"), 1));
        return of(
                runbook,
                world -> {
                    world.trouble(Trouble.FAILS_AFTER, "a", 1);
                    world.trouble(Trouble.UNSEEN, "b", 1);
                },
                RunOutcome.SUCCEEDED,
                "+a",
                "+b");
    }

    private static Story refused() {
        Runbook runbook = Runbooks.of("refused", retries(on("a"), 2), on("b", "a"));
        return of(runbook, world -> world.trouble(Trouble.REFUSED, "a", ALWAYS), RunOutcome.REFUSED);
    }

    private static Story stopped() {
        Runbook runbook = Runbooks.of("stopped", on("a"), on("b", "a"), on("c", "b"));
        return of(runbook, world -> world.trouble(Trouble.REFUSED, "b", ALWAYS), RunOutcome.FAILED, "+a");
    }

    private static Story unproven() {
        Runbook runbook = Runbooks.of("unproven", on("a"), retries(on("b", "a"), 1));
        return of(runbook, world -> world.trouble(Trouble.LIES, "b", ALWAYS), RunOutcome.FAILED, "+a");
    }

    private static Story goesOn() {
        Runbook runbook = Runbooks.of("goes-on", onFailure(on("a"), FailurePolicy.CONTINUE), on("b", "a"), on("c"));
        return of(runbook, world -> world.trouble(Trouble.FAILS_BEFORE, "a", ALWAYS), RunOutcome.FAILED, "+b", "+c");
    }

    private static Story undone() {
        Runbook runbook =
                Runbooks.of("undone", undoable(on("a")), undoable(on("b", "a")), undoable(on("c", "b")), on("d", "c"));
        return of(
                runbook,
                world -> world.trouble(Trouble.FAILS_BEFORE, "c", ALWAYS),
                RunOutcome.UNDONE,
                "+a",
                "+b",
                "-a",
                "-b");
    }

    private static Story stuck() {
        Runbook runbook = Runbooks.of(
                "stuck", undoable(on("a")), operation(undoable(on("b", "a")), "wreck"), undoable(on("c", "b")));
        return new Story(
                runbook,
                world -> {
                    world.trouble(Trouble.FAILS_BEFORE, "c", ALWAYS);
                    world.trouble(Trouble.REFUSED, "-b", ALWAYS);
                },
                Map.of("confirm", "true"),
                RunOutcome.FAILED,
                List.of("+a", "+b"));
    }

    private static Story confirmed() {
        Runbook runbook = Runbooks.of("confirmed", on("a"), operation(on("b", "a"), "wreck"));
        return new Story(runbook, _ -> {}, Map.of("confirm", "true"), RunOutcome.SUCCEEDED, List.of("+a", "+b"));
    }
}
