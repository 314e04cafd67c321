package dev.holdfast.engine.control;

import dev.holdfast.engine.order.StandingPermission;
import dev.holdfast.engine.run.RunState;
import dev.holdfast.engine.spi.Journal;
import dev.holdfast.model.error.HoldfastException;
import dev.holdfast.model.event.RunId;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.runbook.Step;
import dev.holdfast.model.topology.DatabaseSpec;
import dev.holdfast.model.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The permissions that were given beforehand: break-glass first, then standing orders whose guards hold at this moment. */
public final class Permissions implements StandingPermission {
    /** A run that goes on for longer than that and ended just now is not taken for flapping. */
    private static final Duration LOOK_BACK = Duration.ofHours(24);

    private static final int NEWEST = 200;

    private final ControlBook book;
    private final Journal journal;
    private final Topology topology;
    private final InstantSource clock;

    public Permissions(ControlBook book, Journal journal, Topology topology, InstantSource clock) {
        this.book = book;
        this.journal = journal;
        this.topology = topology;
        this.clock = clock;
    }

    /**
     * What there is for a step.
     *
     * @param objections why those do not count that are about the step
     */
    public record Answer(Optional<Grant> grant, List<String> objections) {
        public Answer {
            objections = List.copyOf(objections);
        }
    }

    @Override
    public Optional<Grant> covering(RunState run, Step step, Plan plan) {
        return answer(run, step, plan).grant();
    }

    /** As {@link #covering}, with the reasons. */
    public Answer answer(RunState run, Step step, Plan plan) {
        Instant now = clock.instant();
        if (!isAbout(book.recorded(), run, step, now)) {
            // The usual case; no signature needs to be verified to know that.
            return new Answer(Optional.empty(), List.of());
        }
        Controls controls = trusted();
        Optional<Grant> open = controls.open(now).map(Permissions::grant);
        if (open.isPresent()) {
            return new Answer(open, List.of());
        }
        List<StandingOrder> covering = covering(controls, run, step, now);
        if (covering.isEmpty()) {
            return new Answer(
                    Optional.empty(), List.of("what is recorded for it is not signed by people who may do so"));
        }
        if (controls.disarmed().isPresent()) {
            return new Answer(
                    Optional.empty(), List.of(Alarm.disarmed(controls.disarmed().get())));
        }
        return judged(covering, new GuardEvidence(run, plan, rpo(run), () -> recent(now), now));
    }

    /** A file of operators that can't be read permits nothing. */
    private Controls trusted() {
        try {
            return book.trusted();
        } catch (HoldfastException unreadable) {
            return Controls.NONE;
        }
    }

    private static boolean isAbout(Controls controls, RunState run, Step step, Instant now) {
        return controls.open(now).isPresent()
                || !covering(controls, run, step, now).isEmpty();
    }

    private static List<StandingOrder> covering(Controls controls, RunState run, Step step, Instant now) {
        return controls.standingOrders().stream()
                .filter(order -> order.status(now) == StandingOrder.Status.IN_FORCE)
                .filter(order -> order.covers(run.runbook(), run.begin().hash(), step.id()))
                .toList();
    }

    private static Grant grant(BreakGlass glass) {
        return new Grant(
                glass.id(),
                "break-glass of %s until %s: %s"
                        .formatted(
                                glass.opened().by(),
                                glass.until(),
                                glass.opened().reason()));
    }

    private static Answer judged(List<StandingOrder> covering, GuardEvidence evidence) {
        List<String> objections = new ArrayList<>();
        for (StandingOrder order : covering) {
            List<GuardRule.Answer> answers = answers(order, evidence);
            if (answers.getLast() instanceof GuardRule.Answer.Fails(String text)) {
                objections.add("%s does not count: %s".formatted(order.id(), text));
                continue;
            }
            String checked = answers.stream().map(GuardRule.Answer::text).collect(Collectors.joining("; "));
            String detail = "standing order of %s: %s".formatted(order.givenBy(), checked);
            return new Answer(Optional.of(new Grant(order.id(), detail)), objections);
        }
        return new Answer(Optional.empty(), objections);
    }

    /**
     * Up to the first guard that fails; a standing order has one guard at least. A step that is held asks several times a second, and
     * the guard that reads other runs is the last one.
     */
    private static List<GuardRule.Answer> answers(StandingOrder order, GuardEvidence evidence) {
        List<GuardRule.Answer> answers = new ArrayList<>();
        for (Guard guard : order.proposal().guards().stream().sorted().toList()) {
            GuardRule.Answer answer = GuardRule.judge(guard, evidence);
            answers.add(answer);
            if (answer instanceof GuardRule.Answer.Fails) {
                break;
            }
        }
        return answers;
    }

    private Optional<Duration> rpo(RunState run) {
        Optional<String> named = Optional.ofNullable(run.parameters().get("database"));
        List<DatabaseSpec> databases = topology.databases().stream()
                .filter(database -> named.isEmpty() || database.name().equals(named.get()))
                .toList();
        return databases.size() == 1
                ? Optional.of(databases.getFirst().objective().rpo())
                : Optional.empty();
    }

    private List<RunState> recent(Instant now) {
        String since = RunId.of(now.minus(LOOK_BACK), 0).value();
        return journal.runs(NEWEST).stream()
                .filter(run -> run.value().compareTo(since) >= 0)
                .map(journal::read)
                .map(RunState::fold)
                .toList();
    }
}
