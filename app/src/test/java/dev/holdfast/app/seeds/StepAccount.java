package dev.holdfast.app.seeds;

import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.runbook.Step;
import java.time.Instant;
import java.util.Optional;

/** One step, as its events tell, kept apart from what the engine makes of them. */
final class StepAccount {
    final Step step;
    final PeopleAccount people = new PeopleAccount();
    Optional<Plan> planned = Optional.empty();
    boolean restorePoint;
    int attempt;
    /** Index of the last event that it began; 0 before. */
    long begunAt;
    /** Between its beginning and the event that says how it went, in a process that lives. */
    boolean inFlight;
    /** It was in flight when its process died. */
    boolean cutOff;
    /** It was left behind at its deadline and may still act. */
    boolean astray;

    boolean done;
    boolean failed;
    boolean rejected;
    boolean undoing;
    boolean undone;
    /** When a person last had it tried again. */
    Instant retried = Instant.MIN;

    StepAccount(Step step) {
        this.step = step;
    }

    /** It was assessed anew, and nothing is done until people say so. */
    void held() {
        cutOff = false;
    }

    boolean mayAct() {
        return inFlight || undoing || astray;
    }

    void begin(int number, long index) {
        attempt = number;
        begunAt = index;
        inFlight = true;
        cutOff = false;
        failed = false;
    }

    void proved() {
        inFlight = false;
        cutOff = false;
        done = true;
        failed = false;
    }

    void failed(boolean goesAstray) {
        inFlight = false;
        cutOff = false;
        failed = true;
        astray |= goesAstray;
    }

    void processDied() {
        cutOff = cutOff || inFlight;
        inFlight = false;
        undoing = false;
        astray = false;
    }

    void anew(Instant at) {
        retried = at;
        people.forget();
        failed = false;
        rejected = false;
        cutOff = false;
    }
}
