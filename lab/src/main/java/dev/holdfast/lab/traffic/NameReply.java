package dev.holdfast.lab.traffic;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** What DNS said about a name. */
sealed interface NameReply {

    /** How long this may be kept. */
    Duration ttl();

    record Addresses(List<InetAddress> addresses, Duration ttl) implements NameReply {
        public Addresses {
            addresses = List.copyOf(addresses);
        }
    }

    /** There is no such name, or it has no address. Zone files say how long even that may be kept. */
    record Nothing(String detail, Duration ttl) implements NameReply {}
}
