package dev.holdfast.engine.runbook;

import dev.holdfast.engine.yaml.Position;
import java.util.Locale;

/**
 * Something that the linter says about a place of a runbook.
 *
 * @param text what is the matter, and what would be better
 */
public record Finding(Rule rule, Position at, String text) {

    /** How bad it is. */
    public enum Severity {
        /** The runbook can't be started, or can't do what it is for. */
        ERROR,
        /** It can be started, and may surprise somebody. */
        WARNING,
        /** The linter could not look at something. */
        NOTE
    }

    /** What was looked at. */
    public enum Rule {
        /** The file is not a runbook that can be started: form, names, parameters, cycles, unreachable steps. */
        INVALID(Severity.ERROR),
        /** Nobody gives a parameter that a step must have. */
        PARAMETER_MISSING(Severity.ERROR),
        /** Only an earlier step can give a parameter that a step must have. */
        PARAMETER_UNCERTAIN(Severity.WARNING),
        /** No step takes a parameter of the runbook. */
        PARAMETER_UNUSED(Severity.WARNING),
        /** Nothing raises the condition that is to start the runbook. */
        TRIGGER_UNKNOWN(Severity.WARNING),
        /** A destructive step can't be taken back. */
        NO_UNDO(Severity.WARNING),
        /** Nothing shows that a step had its effect. */
        NO_PROOF(Severity.WARNING),
        /** A step that Holdfast can't do yet. */
        NOT_AVAILABLE(Severity.WARNING),
        /** A secret in the file would get into the journal. */
        SECRET(Severity.WARNING),
        /** The critical path takes longer than the RTO, going by what its steps took. */
        TOO_SLOW(Severity.ERROR),
        /** The critical path takes longer than the RTO when every step needs all its time and retries. */
        WORST_CASE_TOO_SLOW(Severity.WARNING),
        /** The critical path could not be compared with an RTO. */
        RTO_NOT_CHECKED(Severity.NOTE);

        private final Severity severity;

        Rule(Severity severity) {
            this.severity = severity;
        }

        /** As people and programs read it, such as {@code no-undo}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Severity severity() {
        return rule.severity;
    }
}
