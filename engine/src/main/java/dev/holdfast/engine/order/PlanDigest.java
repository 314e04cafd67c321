package dev.holdfast.engine.order;

import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.runbook.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tells one plan from another: the operation, its parameters, and everything of the plan that people are shown. Facts that
 * nobody is shown are left out.
 */
public final class PlanDigest {
    private static final int SHOWN = 12;

    private PlanDigest() {}

    /** The first 12 hexadecimal digits of a SHA-256, short enough to be read out. */
    public static String of(Step step, Map<String, String> parameters, Plan plan) {
        StringBuilder text = new StringBuilder();
        line(text, step.id());
        line(text, step.operation());
        new TreeMap<>(parameters).forEach((name, value) -> line(text, name + "=" + value));
        line(text, plan.summary());
        plan.changes().forEach(change -> line(text, change));
        line(text, plan.confirmation());
        return sha256(text.toString()).substring(0, SHOWN);
    }

    /** The length keeps two lines from being taken for one. */
    private static void line(StringBuilder text, String line) {
        text.append(line.length()).append(':').append(line).append('\n');
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
