package dev.holdfast.app.command;

import dev.holdfast.app.terminal.ControlsPage;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.app.wiring.People;
import dev.holdfast.engine.control.Control;
import dev.holdfast.engine.control.ControlEntry;
import dev.holdfast.engine.control.Guard;
import dev.holdfast.engine.control.StandingOrder;
import dev.holdfast.engine.yaml.NearNames;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.runbook.Runbook;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;

/** Approvals that two people give beforehand. */
final class StandingOrderCommands {
    private StandingOrderCommands() {}

    static CommandNode.Group group() {
        return new CommandNode.Group(
                "standing-order",
                "Approvals that two people give beforehand: propose, confirm, list, revoke",
                List.of(
                        new CommandNode.Leaf(
                                "propose",
                                "Propose one; it counts when somebody else has confirmed it",
                                StandingOrderCommands::proposal,
                                StandingOrderCommands::propose),
                        new CommandNode.Leaf(
                                "confirm", "Be the second person", () -> List.of(id()), StandingOrderCommands::confirm),
                        new CommandNode.Leaf(
                                "list", "List those that were not revoked", List::of, StandingOrderCommands::list),
                        new CommandNode.Leaf(
                                "revoke",
                                "End one before its time",
                                () -> List.of(id(), Arguments.requiredOption("--reason", "TEXT", "Why; it is kept.")),
                                StandingOrderCommands::revoke)));
    }

    private static ArgSpec id() {
        return Arguments.word(0, "ID", "Such as so-3.");
    }

    private static List<ArgSpec> proposal() {
        return List.of(
                Arguments.requiredOption("--runbook", "NAME", "The runbook, as its text is now."),
                Arguments.repeatedOption("--step", "STEP", "A step; without one, every step that needs an approval."),
                Arguments.requiredOption("--expires", "TIME", "Such as 30d; 90d at most."),
                Arguments.repeatedOption(
                        "--guard", "GUARD", "What must hold then: " + String.join(", ", Guard.words()) + "."),
                Arguments.requiredOption("--reason", "TEXT", "Why; it is kept."));
    }

    private static int propose(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            Runbook runbook =
                    installation.runbooks().get(invocation.option("--runbook").orElseThrow());
            Duration time = DayText.parse(invocation.option("--expires").orElseThrow());
            if (time.isZero() || time.compareTo(StandingOrder.LONGEST) > 0) {
                throw wrong("--expires takes at most 90d");
            }
            Control.Scope scope = new Control.Scope(runbook.name(), runbook.hash(), steps(invocation, runbook));
            ControlEntry entry = installation
                    .people()
                    .decide(
                            new Control.StandingOrderProposed(
                                    scope,
                                    guards(invocation),
                                    Instant.now().plus(time),
                                    invocation.option("--reason").orElseThrow()),
                            invocation.caller());
            String id = "so-" + entry.number();
            return said(
                    invocation,
                    id,
                    "proposed %s; it counts as soon as somebody else runs: holdfast standing-order confirm %s"
                            .formatted(id, id));
        }
    }

    private static List<String> steps(Invocation invocation, Runbook runbook) {
        List<String> known = runbook.steps().stream().map(Step::id).toList();
        List<String> named = invocation.options("--step");
        named.stream().filter(step -> !known.contains(step)).findFirst().ifPresent(step -> {
            throw wrong("runbook %s has no step '%s'; %s".formatted(runbook.name(), step, NearNames.hint(step, known)));
        });
        return named;
    }

    private static Set<Guard> guards(Invocation invocation) {
        List<String> words = invocation.options("--guard");
        if (words.isEmpty()) {
            throw wrong("a standing order needs at least one --guard; there is " + String.join(", ", Guard.words()));
        }
        return words.stream()
                .map(word -> Guard.of(word)
                        .orElseThrow(() -> wrong(
                                "there is no guard '%s'; %s".formatted(word, NearNames.hint(word, Guard.words())))))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static int confirm(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            People people = installation.people();
            StandingOrder order = find(people, invocation.word(0));
            if (order.status(Instant.now()) != StandingOrder.Status.PROPOSED) {
                throw new HoldfastException(
                        ErrorCode.ORDER_INVALID,
                        "%s does not wait for a second person; it is %s"
                                .formatted(order.id(), ControlsPage.word(order.status(Instant.now()))));
            }
            if (order.proposed().by().isSameAs(invocation.caller().actor())) {
                throw new HoldfastException(
                        ErrorCode.NOT_PERMITTED,
                        "%s proposed %s; it takes a second person"
                                .formatted(order.proposed().by(), order.id()));
            }
            people.decide(new Control.StandingOrderConfirmed(order.id(), order.fingerprint()), invocation.caller());
            return said(
                    invocation,
                    order.id(),
                    "%s counts from now on, until %s"
                            .formatted(order.id(), order.proposal().expires()));
        }
    }

    private static int revoke(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            StandingOrder order = find(installation.people(), invocation.word(0));
            installation
                    .people()
                    .decide(
                            new Control.StandingOrderRevoked(
                                    order.id(), invocation.option("--reason").orElseThrow()),
                            invocation.caller());
            return said(invocation, order.id(), "%s counts no more".formatted(order.id()));
        }
    }

    private static int list(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            Instant now = Instant.now();
            List<StandingOrder> orders = installation.people().controls().recorded().standingOrders().stream()
                    .filter(order -> order.revoked().isEmpty())
                    .toList();
            ControlsPage page =
                    new ControlsPage(installation.people().controls().trusted(), now);
            if (invocation.json()) {
                invocation.print(Map.of(
                        "standing_orders", orders.stream().map(page::document).toList()));
            } else {
                invocation.print(
                        orders.isEmpty() ? List.of("there is no standing order") : page.standingOrders(orders));
            }
            return 0;
        }
    }

    private static StandingOrder find(People people, String id) {
        return people.controls()
                .recorded()
                .standingOrder(id)
                .orElseThrow(() -> new HoldfastException(ErrorCode.PERMISSION_UNKNOWN, "looking for " + id));
    }

    private static int said(Invocation invocation, String id, String line) {
        if (invocation.json()) {
            invocation.print(Map.of("id", id));
        } else {
            invocation.print(List.of(line));
        }
        return 0;
    }

    private static HoldfastException wrong(String problem) {
        return new HoldfastException(ErrorCode.PARAMETER_INVALID, problem);
    }
}
