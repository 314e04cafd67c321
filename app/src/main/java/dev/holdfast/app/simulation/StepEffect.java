package dev.holdfast.app.simulation;

import dev.holdfast.model.error.ErrorCode;
import java.util.List;

/** What a step would do. */
public sealed interface StepEffect {

    /** One line for people. */
    String text();

    /**
     * It would do this, and its effect would be there afterwards.
     *
     * @param warning why a person has to confirm it; empty when nobody has
     */
    record Does(String summary, List<String> changes, String warning) implements StepEffect {
        public Does {
            changes = List.copyOf(changes);
        }

        @Override
        public String text() {
            return summary;
        }
    }

    /** It would find its effect there already, or what it checks to be so. */
    record Holds(String evidence) implements StepEffect {
        @Override
        public String text() {
            return "holds: " + evidence;
        }
    }

    /** This version of Holdfast can't do it; the simulation went on as if it were done. */
    record Unavailable(String reason) implements StepEffect {
        @Override
        public String text() {
            return "%s %s".formatted(ErrorCode.NOT_YET_AVAILABLE.id(), reason);
        }
    }

    /** A guard would refuse it. */
    record Refused(ErrorCode code, String reason) implements StepEffect {
        @Override
        public String text() {
            return "refused: %s %s".formatted(code.id(), reason);
        }
    }

    /** It would be tried, and fail. */
    record Fails(ErrorCode code, String reason) implements StepEffect {
        @Override
        public String text() {
            return "fails: %s %s".formatted(code.id(), reason);
        }
    }

    /** It would be done, and taken back because a later step does not succeed. */
    record TakenBack(String summary) implements StepEffect {
        @Override
        public String text() {
            return "done and taken back: " + summary;
        }
    }

    /** The run would end before. */
    record NotReached() implements StepEffect {
        @Override
        public String text() {
            return "not reached";
        }
    }
}
