package dev.holdfast.engine.runbook;

import dev.holdfast.engine.operation.Catalogue;
import dev.holdfast.model.error.ErrorCode;
import dev.holdfast.model.runbook.Runbook;

/** Turns the text of a runbook into a {@link Runbook}, or says everything that is wrong with it. */
public final class RunbookParser {
    private RunbookParser() {}

    /**
     * Reads a runbook.
     *
     * @param name of its file, without the ending
     * @param catalogue the operations that its steps may use
     * @throws dev.holdfast.model.error.HoldfastException {@link ErrorCode#RUNBOOK_INVALID} with a line for each problem
     */
    public static Runbook parse(String name, String yaml, Catalogue catalogue) {
        RunbookText text = RunbookText.read(name, yaml, catalogue);
        text.problems().throwIfAny(ErrorCode.RUNBOOK_INVALID, name + ".yaml");
        return text.runbook().orElseThrow(() -> new IllegalStateException("the schema accepts only a mapping"));
    }
}
