package dev.holdfast.engine.detection;

import java.util.List;

/** What the lags of the standbys of one database amount to. */
public sealed interface LagVerdict {

    /** One sentence for people. */
    String reason();

    /** Each standby. */
    List<StandbyLag> votes();

    /** At least one standby could be promoted within the recovery point objective. */
    record Fine(List<StandbyLag> votes, String reason) implements LagVerdict {
        public Fine {
            votes = List.copyOf(votes);
        }
    }

    /** None could. */
    record Critical(List<StandbyLag> votes, String reason) implements LagVerdict {
        public Critical {
            votes = List.copyOf(votes);
        }
    }

    /** No primary answers, so there is nothing to lag behind. */
    record Blind(String reason) implements LagVerdict {
        @Override
        public List<StandbyLag> votes() {
            return List.of();
        }
    }
}
