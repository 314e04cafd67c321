package dev.holdfast.app.terminal;

import dev.holdfast.engine.run.Hold;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.model.operation.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows what somebody is asked to approve. */
public final class ApprovalPage {
    private final Palette palette;

    public ApprovalPage(Palette palette) {
        this.palette = palette;
    }

    /** The plan that waits, who asked for it, and until when it waits. */
    public List<String> question(RunState run, StepState step, Hold hold) {
        List<String> lines = new ArrayList<>();
        lines.add("%s of run %s, %s"
                .formatted(palette.bold(step.id()), run.run(), step.operation().orElse("")));
        Table facts = new Table()
                .row(
                        "  asked by",
                        "%s (%s)"
                                .formatted(
                                        run.begin().requestedBy(), run.begin().reason()))
                .row("  plan", palette.bold(hold.digest()))
                .row("  waits until", hold.until().toString());
        hold.approval()
                .ifPresent(rule -> facts.row(
                        "  needs",
                        "%d of role %s"
                                .formatted(rule.people(), rule.role().name().toLowerCase(Locale.ROOT))));
        if (!hold.approvals().isEmpty()) {
            facts.row(
                    "  approved by",
                    hold.approvals().stream()
                            .map(approval -> approval.by().toString())
                            .collect(Collectors.joining(", ")));
        }
        lines.addAll(facts.lines());
        lines.add("");
        step.preparation().plan().ifPresent(plan -> lines.addAll(plan(plan)));
        return lines;
    }

    private List<String> plan(Plan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(plan.summary());
        plan.changes().forEach(change -> lines.add("  - " + change));
        Optional.ofNullable(plan.facts().get("loss")).ifPresent(loss -> lines.add("  loss: " + palette.yellow(loss)));
        if (plan.needsConfirmation()) {
            lines.add(palette.red("  warning: ") + plan.confirmation());
        }
        return lines;
    }
}
