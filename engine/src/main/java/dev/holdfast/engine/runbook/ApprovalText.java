package dev.holdfast.engine.runbook;

import dev.holdfast.engine.yaml.YamlNode;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import dev.holdfast.engine.yaml.YamlNode.Sequence;
import dev.holdfast.model.operator.Role;
import dev.holdfast.model.runbook.ApprovalRule;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** Who must permit a step, as {@code requires_approval} says it: {@code true}, how many people, which role, or both. */
final class ApprovalText {
    private ApprovalText() {}

    /** Empty for {@code false}. */
    static Optional<ApprovalRule> rule(YamlNode value) {
        return switch (value) {
            case Scalar scalar -> rule(scalar);
            case Mapping both ->
                Optional.of(new ApprovalRule(
                        both.scalar("people").map(ApprovalText::people).orElse(ApprovalRule.ONE.people()),
                        both.scalar("role").map(ApprovalText::role).orElse(ApprovalRule.ONE.role())));
            case Sequence _ -> throw new IllegalStateException("the schema accepts no list");
        };
    }

    private static Optional<ApprovalRule> rule(Scalar scalar) {
        return switch (scalar.kind()) {
            case BOOLEAN -> scalar.text().equalsIgnoreCase("true") ? Optional.of(ApprovalRule.ONE) : Optional.empty();
            // To a schema 2.0 is as whole a number as 2.
            case INTEGER, DECIMAL -> Optional.of(new ApprovalRule(people(scalar), ApprovalRule.ONE.role()));
            case STRING, NULL -> Optional.of(new ApprovalRule(ApprovalRule.ONE.people(), role(scalar)));
        };
    }

    private static int people(Scalar scalar) {
        return scalar.number().map(BigDecimal::intValueExact).orElseThrow();
    }

    private static Role role(Scalar scalar) {
        return Role.valueOf(scalar.text().toUpperCase(Locale.ROOT));
    }
}
