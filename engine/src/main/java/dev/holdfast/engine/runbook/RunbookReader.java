package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.engine.yaml.YamlNode.Mapping;
import dev.holdfast.engine.yaml.YamlNode.Scalar;
import dev.holdfast.model.runbook.FailurePolicy;
import dev.holdfast.model.runbook.Limits;
import dev.holdfast.model.runbook.Step;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Builds the records of a runbook from a document without problems. */
final class RunbookReader {
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration USUAL_RETRY_DELAY = Duration.ofSeconds(1);

    private final Mapping root;
    private final Catalogue catalogue;

    RunbookReader(Mapping root, Catalogue catalogue) {
        this.root = root;
        this.catalogue = catalogue;
    }

    String title() {
        return root.scalar("name").map(Scalar::text).orElse("");
    }

    List<String> triggers() {
        return texts("triggers");
    }

    List<String> parameters() {
        return texts("parameters");
    }

    private List<String> texts(String key) {
        return root.itemsOf(key).stream()
                .flatMap(item -> item.asScalar().stream())
                .map(Scalar::text)
                .toList();
    }

    List<Step> steps() {
        List<StepText> steps = StepText.all(root);
        StepOrder order = new StepOrder(steps);
        return steps.stream().map(step -> step(step, order)).toList();
    }

    private Step step(StepText step, StepOrder order) {
        return new Step(
                step.name(),
                command(step.operation(catalogue)),
                step.parameters(),
                order.needsOf(step.name()),
                limits(step.body()),
                step.body().scalar("undo").map(undo -> command(catalogue.find(undo.text()))),
                step.body()
                        .scalar("on_failure")
                        .map(policy -> FailurePolicy.valueOf(policy.text().toUpperCase(Locale.ROOT)))
                        .orElse(FailurePolicy.STOP),
                step.body().find("requires_approval").flatMap(ApprovalText::rule));
    }

    private static String command(Optional<Operation<?>> operation) {
        return operation
                .orElseThrow(() -> new IllegalStateException("the checks accepted an unknown operation"))
                .declaration()
                .command();
    }

    private static Limits limits(Mapping body) {
        return new Limits(
                duration(body, "timeout", usualTimeout(body)),
                body.scalar("retries")
                        .flatMap(Scalar::number)
                        .map(BigDecimal::intValueExact)
                        .orElse(0),
                duration(body, "retry_delay", USUAL_RETRY_DELAY));
    }

    /** What lasts for a set time needs that and a little more. */
    private static Duration usualTimeout(Mapping body) {
        return body.scalar(StepText.DURATION)
                .map(duration -> DurationText.parse(duration.text()).plus(USUAL_TIMEOUT))
                .orElse(USUAL_TIMEOUT);
    }

    private static Duration duration(Mapping body, String key, Duration usual) {
        return body.scalar(key).map(Scalar::text).map(DurationText::parse).orElse(usual);
    }
}
