package dev.holdfast.engine.run;

import dev.holdfast.engine.order.PlanDigest;
import dev.holdfast.engine.order.StandingPermission;
import dev.holdfast.engine.order.StandingPermission.Grant;
import dev.holdfast.model.event.Event;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a step may have the effect that was planned.
 *
 * <p>People say yes to one plan. When the plan that is found now is another one than they were shown, what they said is void, and
 * they are asked again.
 */
final class Gate {
    private static final Duration CHECKPOINT_LASTS = Duration.ofHours(24);
    private static final Duration REQUEST_LASTS = Duration.ofHours(1);

    private final Step step;
    private final RunState state;
    private final StandingPermission standing;
    private final Instant now;

    Gate(Step step, RunState state, StandingPermission standing, Instant now) {
        this.step = step;
        this.state = state;
        this.standing = standing;
        this.now = now;
    }

    /** What the gate says. */
    sealed interface Answer {
        /** To be recorded, before anything else. */
        List<Event> events();

        /**
         * The step may begin.
         *
         * @param confirmed whether a person has seen this plan, with what it warns of, and said yes
         */
        record Open(List<Event> events, boolean confirmed) implements Answer {}

        /** People must say yes first. */
        record Closed(List<Event> events) implements Answer {}
    }

    Answer ask(Plan plan, Map<String, String> values) {
        if (!state.isGuided() && step.approval().isEmpty()) {
            return new Answer.Open(List.of(), false);
        }
        String digest = PlanDigest.of(step, values, plan);
        Optional<Hold> said =
                state.step(step.id()).hold().filter(hold -> hold.digest().equals(digest));
        boolean proceeds = said.filter(Hold::proceeds).isPresent();
        boolean approved = said.filter(hold -> hold.approved(now)).isPresent();
        boolean mayProceed = proceeds || !state.isGuided();
        if (mayProceed && approved) {
            return new Answer.Open(List.of(), true);
        }
        Optional<Grant> grant = approved ? Optional.empty() : standing.covering(state, step, plan);
        boolean known = said.flatMap(Hold::permission).equals(grant.map(Grant::id));
        List<Event> events = mayProceed && grant.isPresent() && known ? List.of() : asked(digest, grant);
        return mayProceed && grant.isPresent() ? new Answer.Open(events, proceeds) : new Answer.Closed(events);
    }

    private List<Event> asked(String digest, Optional<Grant> grant) {
        Duration lasts = step.approval().isPresent() ? REQUEST_LASTS : CHECKPOINT_LASTS;
        List<Event> events = new ArrayList<>();
        events.add(new Event.StepHeld(step.id(), digest, state.isGuided(), step.approval(), now.plus(lasts)));
        grant.ifPresent(given -> events.add(new Event.StepPermitted(step.id(), digest, given.id(), given.detail())));
        return events;
    }
}
