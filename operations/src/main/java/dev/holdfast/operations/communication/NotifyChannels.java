package dev.holdfast.operations.communication;

import dev.holdfast.engine.operation.Declaration;
import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.operation.Parameter;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.notification.Delivery;
import dev.holdfast.model.notification.Message;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Danger;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Tells people over channels what happened.
 *
 * <p>It holds as soon as the message is kept: what can't be sent now waits and is tried again, and never fails a recovery. The
 * evidence says of each channel which of the two it is.
 */
public final class NotifyChannels implements Operation<NotifyChannels.Parameters> {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Whom to tell what. */
    public record Parameters(
            @Parameter(value = "over which channels of the topology, separated by commas", placeholder = "NAMES")
            String channels,

            @Parameter(value = "what to say; how the service is now is always said", placeholder = "TEXT")
            Optional<String> message) {

        public Parameters {
            if (names(channels).isEmpty()) {
                throw new HoldfastException(ErrorCode.PARAMETER_INVALID, "--channels: names no channel");
            }
        }

        List<String> names() {
            return names(channels);
        }

        private static List<String> names(String channels) {
            return Arrays.stream(channels.split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .toList();
        }
    }

    @Override
    public Declaration<Parameters> declaration() {
        return new Declaration<>(
                "communication.notify",
                "notify",
                "Tells people over Slack, PagerDuty or e-mail what happened and how the service is",
                Parameters.class,
                Danger.REVERSIBLE);
    }

    @Override
    public Assessment assess(Parameters parameters, Execution execution) {
        List<Delivery> deliveries = deliveries(parameters, execution);
        List<Delivery> possible = deliveries.stream()
                .filter(delivery -> !(delivery instanceof Delivery.Unconfigured))
                .toList();
        if (!possible.isEmpty() && possible.stream().allMatch(Delivery.Sent.class::isInstance)) {
            return new Assessment.Satisfied(DeliveryReport.evidence(deliveries), DeliveryReport.outputs(deliveries));
        }
        List<String> changes =
                deliveries.stream().map(DeliveryReport::intention).toList();
        String what = parameters.message().orElse("how the service is");
        return new Assessment.Actionable(
                Plan.harmless("tell people over %s: %s".formatted(parameters.names(), what), changes, Map.of()));
    }

    @Override
    public void perform(Parameters parameters, Plan plan, Execution execution) {
        Message message = message(parameters, execution);
        // A part of the time is kept for writing down what became of it: a step that runs out of time would have
        // failed.
        Duration time = execution.remaining().multipliedBy(3).dividedBy(4);
        List<Delivery> deliveries = execution
                .site()
                .notifications()
                .tell(message, parameters.names(), time.compareTo(LIMIT) < 0 ? time : LIMIT);
        String unknown = deliveries.stream()
                .filter(Delivery.Unconfigured.class::isInstance)
                .map(Delivery::channel)
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            execution.note("WARNING: nobody was told over %s: the topology has no such channel, only %s"
                    .formatted(unknown, execution.site().notifications().channels()));
        }
    }

    @Override
    public Proof prove(Parameters parameters, Execution execution) {
        List<Delivery> deliveries = deliveries(parameters, execution);
        return new Proof.Holds(DeliveryReport.evidence(deliveries), DeliveryReport.outputs(deliveries));
    }

    private static List<Delivery> deliveries(Parameters parameters, Execution execution) {
        return execution.site().notifications().deliveries(id(parameters, execution), parameters.names());
    }

    private static Message message(Parameters parameters, Execution execution) {
        ServiceSummary summary = ServiceSummary.look(execution);
        String subject =
                parameters.message().flatMap(text -> text.lines().findFirst()).orElseGet(summary::headline);
        String text = parameters.message().map(said -> said + "\n").orElse("")
                + summary.text()
                + (execution.about().isEmpty() ? "" : "\n" + execution.about());
        return new Message(
                id(parameters, execution),
                summary.isServing() ? Message.Severity.WARNING : Message.Severity.CRITICAL,
                "%s: %s".formatted(execution.site().topology().name(), subject),
                text);
    }

    /** The same in every attempt of a step. Outside of a run, the same words over the same channels are the same message. */
    private static String id(Parameters parameters, Execution execution) {
        if (!execution.occasion().isEmpty()) {
            return execution.occasion();
        }
        String said =
                "%s %s %s".formatted(execution.site().topology().name(), parameters.names(), parameters.message());
        return "notify-" + UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8));
    }
}
