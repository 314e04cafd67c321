package dev.holdfast.app.command;

import dev.holdfast.app.terminal.ApprovalPage;
import dev.holdfast.app.terminal.Terminal;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.People;
import dev.holdfast.app.wiring.RunHistory.RecordedRun;
import dev.holdfast.engine.run.Hold;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.engine.run.StepStatus;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/** Permitting and forbidding a step that waits. */
final class ApprovalCommands {
    private static final Duration USUAL = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int NOT_DONE = 3;

    private ApprovalCommands() {}

    static CommandNode approve() {
        return new CommandNode.Leaf(
                "approve",
                "Permit a step that waits, after looking at its plan",
                () -> arguments(Arguments.option("--valid", "TIME", "How long it counts (15m when silent).")),
                ApprovalCommands::approve);
    }

    static CommandNode reject() {
        return new CommandNode.Leaf(
                "reject", "Forbid a step that waits", ApprovalCommands::arguments, ApprovalCommands::reject);
    }

    private static List<ArgSpec> arguments(ArgSpec... more) {
        List<ArgSpec> arguments = new ArrayList<>(List.of(
                Arguments.word(0, "RUN", "Its identity, or 'latest'."),
                Arguments.word(1, "STEP", "The step that waits."),
                Arguments.requiredOption("--comment", "TEXT", "Why; it is kept."),
                Arguments.option(
                        "--plan", "DIGEST", "The plan that you were shown; wanted where nobody can be asked.")));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static int approve(Invocation invocation) {
        Duration valid = invocation.option("--valid").map(DurationText::parse).orElse(USUAL);
        if (valid.isZero() || valid.compareTo(LONGEST) > 0) {
            throw new HoldfastException(
                    ErrorCode.PARAMETER_INVALID, "--valid takes at most %s".formatted(DurationText.format(LONGEST)));
        }
        return new Answer(invocation)
                .give(
                        "Approve",
                        (step, digest, comment) -> new Order.Approve(
                                step, digest, comment, Instant.now().plus(valid)));
    }

    private static int reject(Invocation invocation) {
        return new Answer(invocation).give("Reject", Order.Reject::new);
    }

    /** Makes the order when it is clear what it is about. */
    private interface Wording {
        Order.OfStep order(String step, String digest, String comment);
    }

    /** One answer to one question. */
    private record Answer(Invocation invocation) {

        private int give(String verb, Wording wording) {
            try (Installation installation = invocation.installation()) {
                RecordedRun run = installation.history().find(invocation.word(0));
                StepState step = waiting(run.state(), invocation.word(1));
                Hold hold = step.hold().orElseThrow();
                requireSamePlan(run.state(), step, hold);
                if (!invocation.json()) {
                    ApprovalPage page = new ApprovalPage(terminal().outPalette());
                    invocation.print(page.question(run.state(), step, hold));
                }
                if (invocation.option("--plan").isEmpty()
                        && !terminal()
                                .confirms("\n%s this plan, as %s?"
                                        .formatted(verb, invocation.caller().actor()))) {
                    terminal().out().println("nothing was said to it");
                    return NOT_DONE;
                }
                String comment = invocation.option("--comment").orElseThrow();
                PlacedOrder placed = installation
                        .people()
                        .place(
                                run.state(),
                                hold.approval(),
                                wording.order(step.id(), hold.digest(), comment),
                                invocation.caller());
                report(installation, run.state(), step, placed);
                return 0;
            }
        }

        private Terminal terminal() {
            return invocation.terminal();
        }

        private static StepState waiting(RunState run, String name) {
            List<String> names = run.steps().stream().map(StepState::id).toList();
            StepState step = run.find(name)
                    .orElseThrow(() -> invalid(
                            "run %s has no step '%s'; %s".formatted(run.run(), name, NearNames.hint(name, names))));
            if (run.isOver()) {
                throw invalid("run %s is over".formatted(run.run()));
            }
            if (step.status() != StepStatus.HELD
                    || step.hold().flatMap(Hold::approval).isEmpty()) {
                throw invalid("%s does not wait for an approval; it is %s"
                        .formatted(name, step.status().name().toLowerCase(Locale.ROOT)));
            }
            return step;
        }

        /** What is approved must be what was shown: here, or to whoever names its digest. */
        private void requireSamePlan(RunState run, StepState step, Hold hold) {
            Optional<String> seen = invocation.option("--plan");
            if (seen.isPresent() && !seen.get().equals(hold.digest())) {
                throw invalid("%s waits with plan %s, not with %s: look at it again"
                        .formatted(step.id(), hold.digest(), seen.get()));
            }
            if (seen.isEmpty() && (!terminal().interactive() || invocation.json())) {
                throw new HoldfastException(
                        ErrorCode.ORDER_INVALID,
                        "%s of run %s waits with plan %s, and nobody can be asked here"
                                .formatted(step.id(), run.run(), hold.digest()),
                        "look at the plan with `holdfast run show %s`, then name it: --plan %s"
                                .formatted(run.run(), hold.digest()),
                        null);
            }
        }

        private void report(Installation installation, RunState run, StepState step, PlacedOrder placed) {
            People people = installation.people();
            List<String> others = placed.order() instanceof Order.Approve approve
                    ? PendingApproval.stillWanted(people, run, step, approve)
                    : List.of();
            boolean underWay = installation.isUnderWay(run.run());
            if (invocation.json()) {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("run", run.run());
                document.put("step", step.id());
                document.put("order", placed.number());
                document.put("by", placed.by().name());
                document.put("still_wanted", others);
                document.put("under_way", underWay);
                invocation.print(document);
                return;
            }
            List<String> lines = new ArrayList<>();
            lines.add("recorded as order %d of run %s, by %s".formatted(placed.number(), run.run(), placed.by()));
            others.forEach(other -> lines.add("still wanted: " + other));
            lines.add(
                    underWay
                            ? "a process executes the run, and takes the order by itself"
                            : "no process executes the run now: holdfast run resume %s".formatted(run.run()));
            invocation.print(lines);
        }

        private static HoldfastException invalid(String attempted) {
            return new HoldfastException(ErrorCode.ORDER_INVALID, attempted);
        }
    }
}
