package dev.holdfast.engine.order;

import dev.holdfast.engine.text.TextHash;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.runbook.Step;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What tells one plan from another: the operation, its parameters, and everything of the plan that people are shown. Facts that
 * nobody is shown are left out, and so are positions in the log of a database, which move with every write while the plan stays
 * the same; what would be lost is told by the plan in words of its own.
 */
public final class PlanDigest {
    private static final Pattern POSITION = Pattern.compile("\\b[0-9A-F]{1,8}/[0-9A-F]{1,8}\\b");

    private PlanDigest() {}

    /** The first 12 hexadecimal digits of a SHA-256, short enough to be read out. */
    public static String of(Step step, Map<String, String> parameters, Plan plan) {
        StringBuilder text = new StringBuilder();
        line(text, step.id());
        line(text, step.operation());
        new TreeMap<>(parameters).forEach((name, value) -> line(text, name + "=" + value));
        Stream.of(Stream.of(plan.summary()), plan.changes().stream(), Stream.of(plan.confirmation()))
                .flatMap(shown -> shown)
                .forEach(shown -> line(text, POSITION.matcher(shown).replaceAll("*")));
        return TextHash.shortOf(text.toString());
    }

    /** The length keeps two lines from being taken for one. */
    private static void line(StringBuilder text, String line) {
        text.append(line.length()).append(':').append(line).append('\n');
    }
}
