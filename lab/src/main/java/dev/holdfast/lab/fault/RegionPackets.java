package dev.holdfast.lab.fault;

import dev.holdfast.lab.plan.LabRegion;
import dev.holdfast.lab.process.ControlGroup;

/**
 * Rules of the packet filter that take a region from the network, or two regions from each other.
 *
 * <p>A server that opens a connection without an address of its own, as a standby of PostgreSQL does, has that of this machine.
 * It is told by its control group: on the way out by who sends, on the way in by who receives.
 */
final class RegionPackets {
    private static final String NOBODY = "127.0.0.1";

    private RegionPackets() {}

    /** The chains that let nothing pass between a region and the rest; inside of it everything passes. */
    static String blackhole(LabRegion region, ControlGroup group) {
        return """
                  chain output {
                    type filter hook output priority -10; policy accept;
                    # Whoever looks from there is as much out of reach as what it looks at.
                    ip saddr %4$s drop
                    ip daddr %4$s drop
                    ip saddr %1$s ip daddr %1$s accept
                    # An answer to somebody without an address: whoever receives it decides.
                    ip saddr %1$s ip daddr %3$s accept
                    %2$s ip daddr %1$s accept
                    ip saddr %1$s drop
                    ip daddr %1$s drop
                    %2$s ip saddr %3$s ip daddr != %3$s drop
                  }
                  chain input {
                    type filter hook input priority -10; policy accept;
                    ip saddr %1$s ip daddr %1$s accept
                    %2$s ip saddr %1$s accept
                    ip saddr %1$s drop
                    %2$s ip daddr %3$s ip saddr != %3$s drop
                  }
                """.formatted(region.network(), members(group), NOBODY, region.vantage());
    }

    /** The chains that let nothing pass between two regions. */
    static String partition(LabRegion one, ControlGroup ofOne, LabRegion other, ControlGroup ofOther) {
        return """
                  chain output {
                    type filter hook output priority -10; policy accept;
                    ip saddr %1$s ip daddr %2$s drop
                    ip saddr %2$s ip daddr %1$s drop
                    %3$s ip daddr %2$s drop
                    %4$s ip daddr %1$s drop
                  }
                  chain input {
                    type filter hook input priority -10; policy accept;
                    ip saddr %1$s ip daddr %2$s drop
                    ip saddr %2$s ip daddr %1$s drop
                    %3$s ip saddr %2$s drop
                    %4$s ip saddr %1$s drop
                  }
                """.formatted(one.network(), other.network(), members(ofOne), members(ofOther));
    }

    private static String members(ControlGroup group) {
        return "socket cgroupv2 level %d \"%s\"".formatted(ControlGroup.LEVEL, group.filterPath());
    }
}
