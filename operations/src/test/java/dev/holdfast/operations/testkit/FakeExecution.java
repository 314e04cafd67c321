package dev.holdfast.operations.testkit;

import dev.holdfast.engine.operation.Execution;
import dev.holdfast.engine.operation.Operation;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.operation.Assessment;
import dev.holdfast.model.operation.Plan;
import dev.holdfast.model.operation.Proof;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Executes single steps the way the engine does, without journal and confirmation. */
public final class FakeExecution implements Execution {
    private final Site site;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private Duration remaining = Duration.ofSeconds(20);
    private String occasion = "";

    public FakeExecution(Site site) {
        this.site = site;
    }

    /** For a step that is expected not to succeed: it need not try for long. */
    public FakeExecution impatient() {
        return withTime(Duration.ofMillis(300));
    }

    /** A step whose time is nearly over. */
    public FakeExecution withTime(Duration left) {
        remaining = left;
        return this;
    }

    /** As a step of a run. */
    public FakeExecution within(String step) {
        occasion = step;
        return this;
    }

    public List<String> notes() {
        return notes;
    }

    /** Assesses, performs what is to be done, and proves it. */
    public <P extends Record> Proof run(Operation<P> operation, P parameters) {
        return switch (operation.assess(parameters, this)) {
            case Assessment.Satisfied satisfied -> new Proof.Holds(satisfied.evidence(), satisfied.outputs());
            case Assessment.Refused refused -> new Proof.Fails(refused.code(), refused.reason());
            case Assessment.Actionable actionable -> {
                operation.perform(parameters, actionable.plan(), this);
                yield operation.prove(parameters, this);
            }
        };
    }

    /** The plan of an operation that has something to do. */
    public <P extends Record> Plan plan(Operation<P> operation, P parameters) {
        Assessment assessment = operation.assess(parameters, this);
        if (assessment instanceof Assessment.Actionable actionable) {
            return actionable.plan();
        }
        throw new AssertionError("nothing to do: " + assessment);
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    public Duration remaining() {
        return remaining;
    }

    @Override
    public String occasion() {
        return occasion;
    }

    @Override
    public void note(String text) {
        notes.add(text);
    }
}
