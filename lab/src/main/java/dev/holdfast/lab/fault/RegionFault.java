package dev.holdfast.lab.fault;

import java.time.Duration;
import java.util.Optional;

/** A fault of everything in a region at once. The target is the region's name. */
public sealed interface RegionFault extends Fault {

    @Override
    default Fault at(String node) {
        return this;
    }

    /** Every process of the region is killed at once, and none is started there until it ends. */
    record Crash(String target) implements RegionFault {
        @Override
        public Optional<Duration> lasting() {
            return Optional.empty();
        }

        @Override
        public String sentence() {
            return "crash region " + target;
        }
    }

    /** Every process of the region is paused: it neither answers nor refuses. */
    record Hang(String target, Optional<Duration> lasting) implements RegionFault {
        @Override
        public String sentence() {
            return "hang region %s%s".formatted(target, LastingFaults.forHowLong(lasting));
        }
    }

    /** No packet passes between the region and anybody else; inside of it everybody still talks to everybody. */
    record Blackhole(String target, Optional<Duration> lasting) implements RegionFault {
        @Override
        public String sentence() {
            return "blackhole region %s%s".formatted(target, LastingFaults.forHowLong(lasting));
        }
    }

    /** Every process of the region is paused again and again, so that whatever asks there waits. */
    record Slow(String target, int millis, Optional<Duration> lasting) implements RegionFault {
        static final int LEAST = 10;
        static final int MOST = 10_000;

        @Override
        public String sentence() {
            return "slow region %s %d%s".formatted(target, millis, LastingFaults.forHowLong(lasting));
        }
    }

    /** No packet passes between two regions; clients and Holdfast's control reach both. */
    record Partition(String target, String other, Optional<Duration> lasting) implements RegionFault {
        @Override
        public String sentence() {
            return "partition %s from %s%s".formatted(target, other, LastingFaults.forHowLong(lasting));
        }
    }
}
