package dev.holdfast.model.detection;

import java.util.List;

/** What the looks at a primary amount to. */
public sealed interface Verdict {

    /** The newest look of each source. */
    List<Look> votes();

    /** One sentence for people. */
    String reason();

    /** The primary works. */
    record Alive(List<Look> votes, String reason) implements Verdict {
        public Alive {
            votes = List.copyOf(votes);
        }
    }

    /** Something is wrong, but it isn't proven that the primary is down. */
    record Suspect(List<Look> votes, String reason) implements Verdict {
        public Suspect {
            votes = List.copyOf(votes);
        }
    }

    /** Independent sources agree that the primary is down. */
    record Down(List<Look> votes, Cause cause, String reason) implements Verdict {
        public Down {
            votes = List.copyOf(votes);
        }
    }

    /** Holdfast itself sees too little to say anything. */
    record Blind(List<Look> votes, String reason) implements Verdict {
        public Blind {
            votes = List.copyOf(votes);
        }
    }

    /** How the primary went down. */
    enum Cause {
        /** Its process is gone. */
        CRASHED,
        /** It was stopped in good order and did not come back in its time. */
        STOPPED,
        /** No path shows a sign of life. */
        SILENT
    }
}
