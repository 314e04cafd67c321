package dev.holdfast.lab.fault;

import java.time.Duration;
import java.util.Optional;

/** A fault of one load balancer. The target is its name, such as {@code haproxy-use1}. */
public sealed interface BalancerFault extends Fault {

    @Override
    default Fault at(String node) {
        return this;
    }

    /** It reads its configuration anew, as after an administrator's change of something else. Over when the new process serves. */
    record Reload(String target) implements BalancerFault {
        @Override
        public Optional<Duration> lasting() {
            return Optional.empty();
        }

        @Override
        public String sentence() {
            return "reload " + target;
        }
    }
}
