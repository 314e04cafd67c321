package dev.holdfast.model.region;

import java.util.List;

/** What the looks at a region amount to. */
public sealed interface RegionVerdict {
    String region();

    /** The newest look at each component from each place. */
    List<ComponentHealth> looks();

    /** One sentence for people. */
    String reason();

    /** The region serves. */
    record Healthy(String region, List<ComponentHealth> looks, String reason) implements RegionVerdict {
        public Healthy {
            looks = List.copyOf(looks);
        }
    }

    /** Something is wrong, but the region still serves, or the places don't agree: no reason to lead anybody away by itself. */
    record Suspect(String region, List<ComponentHealth> looks, String reason) implements RegionVerdict {
        public Suspect {
            looks = List.copyOf(looks);
        }
    }

    /** The region answers, and independent places agree that it does not serve: {@code region_health_check_failed}. */
    record Failing(String region, List<ComponentHealth> looks, String reason) implements RegionVerdict {
        public Failing {
            looks = List.copyOf(looks);
        }
    }

    /** Independent places agree that nothing of the region answers: {@code region_unreachable}. */
    record Unreachable(String region, List<ComponentHealth> looks, String reason) implements RegionVerdict {
        public Unreachable {
            looks = List.copyOf(looks);
        }
    }

    /** Holdfast itself sees too little to say anything, as when no place reaches any region. */
    record Blind(String region, List<ComponentHealth> looks, String reason) implements RegionVerdict {
        public Blind {
            looks = List.copyOf(looks);
        }
    }

    /** Whether it is proven that the region serves nobody. */
    default boolean isDown() {
        return this instanceof Failing || this instanceof Unreachable;
    }
}
