package dev.holdfast.lab.fault;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that breaks, as a sentence says it. The target {@code primary} is the server that has the primary's role when the
 * fault begins, whatever its name; every other target is a name.
 */
public sealed interface Fault permits Fault.OfNode, RegionFault, DnsFault, BalancerFault {

    /** The server that suffers. */
    String target();

    /** When it ends by itself; empty when it lasts until it is cleared, or is over at once. */
    Optional<Duration> lasting();

    /** The sentence with another target. */
    Fault at(String node);

    String sentence();

    /** A fault of one database server. */
    sealed interface OfNode extends Fault {
        @Override
        OfNode at(String node);
    }

    /** Every process of the server is killed at once. Ends when the server is started again. */
    record Crash(String target) implements OfNode {
        @Override
        public Optional<Duration> lasting() {
            return Optional.empty();
        }

        @Override
        public OfNode at(String node) {
            return new Crash(node);
        }

        @Override
        public String sentence() {
            return "crash " + target;
        }
    }

    /** Every process of the server is paused: it neither answers nor refuses. Ends when they go on. */
    record Hang(String target, Optional<Duration> lasting) implements OfNode {
        @Override
        public OfNode at(String node) {
            return new Hang(node, lasting);
        }

        @Override
        public String sentence() {
            return "hang " + target + LastingFaults.forHowLong(lasting);
        }
    }

    /** Every packet to and from the server's host is dropped. */
    record Blackhole(String target, Optional<Duration> lasting) implements OfNode {
        @Override
        public OfNode at(String node) {
            return new Blackhole(node, lasting);
        }

        @Override
        public String sentence() {
            return "blackhole " + target + LastingFaults.forHowLong(lasting);
        }
    }

    /** The standby receives, and shows nothing of it. */
    record Lag(String target, Duration duration) implements OfNode {
        @Override
        public Optional<Duration> lasting() {
            return Optional.of(duration);
        }

        @Override
        public OfNode at(String node) {
            return new Lag(node, duration);
        }

        @Override
        public String sentence() {
            return "lag " + target + LastingFaults.forHowLong(lasting());
        }
    }

    /** The server is restarted, as an administrator would. Over when it runs again. */
    record Restart(String target, Mode mode) implements OfNode {

        /** How the server is shut down before it starts again. */
        public enum Mode {
            FAST,
            IMMEDIATE;

            String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public Optional<Duration> lasting() {
            return Optional.empty();
        }

        @Override
        public OfNode at(String node) {
            return new Restart(node, mode);
        }

        @Override
        public String sentence() {
            return "restart %s %s".formatted(target, mode.word());
        }
    }

    /** Holdfast's vantage point in one region no longer reaches the server; everybody else does. */
    record CutRegion(String region, String target, Optional<Duration> lasting) implements OfNode {
        @Override
        public OfNode at(String node) {
            return new CutRegion(region, node, lasting);
        }

        @Override
        public String sentence() {
            return "cut %s from %s%s".formatted(region, target, LastingFaults.forHowLong(lasting));
        }
    }

    /** No vantage point of Holdfast reaches the server, nor its host; standbys and clients do. */
    record CutHoldfast(String target, Optional<Duration> lasting) implements OfNode {
        @Override
        public OfNode at(String node) {
            return new CutHoldfast(node, lasting);
        }

        @Override
        public String sentence() {
            return "cut holdfast from %s%s".formatted(target, LastingFaults.forHowLong(lasting));
        }
    }

    /** Every connection that an ordinary account can have is taken. */
    record FillConnections(String target, Optional<Duration> lasting) implements OfNode {
        @Override
        public OfNode at(String node) {
            return new FillConnections(node, lasting);
        }

        @Override
        public String sentence() {
            return "fill connections %s%s".formatted(target, LastingFaults.forHowLong(lasting));
        }
    }
}
