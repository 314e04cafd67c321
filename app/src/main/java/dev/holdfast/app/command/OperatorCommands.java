package dev.holdfast.app.command;

import dev.holdfast.app.terminal.Table;
import dev.holdfast.app.wiring.Installation;
import dev.holdfast.engine.identity.SignedText;
import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.operator.Operator;
import dev.holdfast.model.operator.Operators;
import dev.holdfast.model.operator.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who is who. */
final class OperatorCommands {
    private OperatorCommands() {}

    static CommandNode.Group group() {
        return new CommandNode.Group(
                "operator",
                "Who may do what: list, whoami",
                List.of(
                        new CommandNode.Leaf(
                                "list",
                                "List the operators, or every problem in their file",
                                List::of,
                                OperatorCommands::list),
                        new CommandNode.Leaf(
                                "whoami",
                                "Prove who you are, and say what you may do",
                                List::of,
                                OperatorCommands::whoami)));
    }

    private static int list(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            Operators operators = installation.operatorsFile().read();
            String file = installation.operatorsFile().path().toString();
            if (invocation.json()) {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("file", file);
                document.put("unproven", word(operators.unproven()));
                document.put(
                        "operators",
                        operators.all().stream().map(OperatorCommands::document).toList());
                invocation.print(document);
                return 0;
            }
            List<String> lines = new ArrayList<>();
            if (operators.configured()) {
                Table table = new Table().row("OPERATOR", "ROLE", "KEYS");
                operators
                        .all()
                        .forEach(operator -> table.row(
                                operator.name(),
                                word(operator.role()),
                                Integer.toString(operator.keys().size())));
                lines.addAll(table.lines());
            } else {
                lines.add("nobody is named in %s, so nothing can be approved".formatted(file));
            }
            lines.add("an account that proves nothing may do what a%s may"
                    .formatted(operators.unproven() == Role.OPERATOR ? "n operator" : " viewer"));
            invocation.print(lines);
            return 0;
        }
    }

    private static int whoami(Invocation invocation) {
        try (Installation installation = invocation.installation()) {
            Actor actor = installation.people().proven(invocation.caller(), SignedText.of("who am i"), Role.VIEWER);
            Operators operators = installation.people().operators();
            Role role = actor.kind() == Actor.Kind.PROVEN
                    ? operators.find(actor.name()).map(Operator::role).orElse(Role.VIEWER)
                    : operators.unproven();
            if (invocation.json()) {
                invocation.print(
                        Map.of("name", actor.name(), "kind", actor.kind(), "from", actor.from(), "role", word(role)));
            } else {
                invocation.print(List.of("%s, %s, from %s".formatted(actor, word(role), actor.from())));
            }
            return 0;
        }
    }

    private static Map<String, Object> document(Operator operator) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", operator.name());
        document.put("role", word(operator.role()));
        document.put("keys", operator.keys());
        return document;
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
