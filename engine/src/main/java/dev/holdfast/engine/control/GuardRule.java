package dev.holdfast.engine.control;

import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.run.StepState;
import dev.holdfast.engine.yaml.DurationText;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.runbook.Mode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides whether a guard holds. Pure. Where a value is missing that it needs, it does not hold. */
final class GuardRule {
    private static final Duration FLAPPING = Duration.ofHours(1);
    private static final Pattern SHARE = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

    private GuardRule() {}

    /** What a guard came to; the text says what was looked at. */
    sealed interface Answer {
        String text();

        record Holds(String text) implements Answer {}

        record Fails(String text) implements Answer {}
    }

    static Answer judge(Guard guard, GuardEvidence evidence) {
        return switch (guard) {
            case LOSS_WITHIN_RPO -> lossWithinRpo(evidence);
            case VOTES_UNANIMOUS -> votesUnanimous(evidence);
            case NOT_FLAPPING -> notFlapping(evidence);
        };
    }

    /** The plan knows best what it would lose; one that says nothing of it is judged by what the run found out before. */
    private static Answer lossWithinRpo(GuardEvidence evidence) {
        Optional<String> loss =
                Optional.ofNullable(evidence.plan().facts().get("loss")).or(() -> output(evidence.run(), "loss"));
        if (loss.isEmpty()) {
            return new Answer.Fails("the loss is not known: neither the plan nor a step before it says it");
        }
        if (evidence.rpo().isEmpty()) {
            return new Answer.Fails("it is not clear which database's RPO counts");
        }
        Duration rpo = evidence.rpo().get();
        Optional<Duration> figure = duration(loss.get());
        if (figure.isEmpty()) {
            return new Answer.Fails("the loss is '%s', which is no figure".formatted(loss.get()));
        }
        String text = "loss %s, RPO %s".formatted(loss.get(), DurationText.format(rpo));
        return figure.get().compareTo(rpo) <= 0 ? new Answer.Holds(text) : new Answer.Fails(text);
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(DurationText.parse(text));
        } catch (HoldfastException unknown) {
            return Optional.empty();
        }
    }

    private static Answer votesUnanimous(GuardEvidence evidence) {
        Optional<String> votes = output(evidence.run(), "votes");
        if (votes.isEmpty()) {
            return new Answer.Fails("no step before it put out the votes");
        }
        Matcher share = SHARE.matcher(votes.get());
        String text = "votes " + votes.get();
        return share.matches()
                        && share.group(1).equals(share.group(2))
                        && !share.group(1).equals("0")
                ? new Answer.Holds(text)
                : new Answer.Fails(text);
    }

    /** The newest output of that name. */
    private static Optional<String> output(RunState run, String name) {
        return run.steps().stream()
                .flatMap(step -> step.result().stream())
                .filter(result -> result.outputs().containsKey(name))
                .max(Comparator.comparingLong(StepState.Result::index))
                .map(result -> result.outputs().get(name));
    }

    private static Answer notFlapping(GuardEvidence evidence) {
        List<String> changed = evidence.recent().get().stream()
                .filter(other -> !other.run().equals(evidence.run().run()))
                .filter(other -> other.runbook().equals(evidence.run().runbook()))
                .filter(other -> other.begin().mode() != Mode.SIMULATION)
                .filter(other -> endedLately(other, evidence))
                .filter(GuardRule::changedSomething)
                .map(other -> other.run().value())
                .toList();
        return changed.isEmpty()
                ? new Answer.Holds("no other run of %s changed anything within an hour"
                        .formatted(evidence.run().runbook()))
                : new Answer.Fails("within the last hour %s changed something".formatted(String.join(", ", changed)));
    }

    private static boolean endedLately(RunState other, GuardEvidence evidence) {
        return other.end()
                .filter(end -> end.at().isAfter(evidence.now().minus(FLAPPING)))
                .isPresent();
    }

    /** Also what was begun and failed may have had its effect. */
    private static boolean changedSomething(RunState run) {
        return run.steps().stream()
                .anyMatch(step -> step.begun()
                        && step.result().map(StepState.Result::performed).orElse(true));
    }
}
