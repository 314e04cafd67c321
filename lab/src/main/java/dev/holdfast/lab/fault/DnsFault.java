package dev.holdfast.lab.fault;

import java.time.Duration;
import java.util.Optional;

/** A fault of one DNS server. The target is its name. */
public sealed interface DnsFault extends Fault {

    @Override
    default Fault at(String node) {
        return this;
    }

    /** Its processes are killed. It is started again when the faults are cleared. */
    record Crash(String target) implements DnsFault {
        @Override
        public Optional<Duration> lasting() {
            return Optional.empty();
        }

        @Override
        public String sentence() {
            return "crash dns " + target;
        }
    }

    /** Every packet to and from it is dropped. */
    record Blackhole(String target, Optional<Duration> lasting) implements DnsFault {
        @Override
        public String sentence() {
            return "blackhole dns %s%s".formatted(target, LastingFaults.forHowLong(lasting));
        }
    }
}
