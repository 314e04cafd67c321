package dev.holdfast.drivers.powerdns;

import dev.holdfast.model.dns.DnsTarget;
import java.time.Duration;
import java.util.List;

/** What a server has under a service's name. */
sealed interface ServiceRecord {

    /** Nothing that leads clients anywhere. */
    record Absent() implements ServiceRecord {}

    /**
     * What Holdfast wrote.
     *
     * @param text the whole of it, as {@link LuaAnswers#text} gives it
     * @param disabled whether the server was told not to answer with it
     */
    record Ours(List<DnsTarget> targets, String text, Duration ttl, boolean disabled) implements ServiceRecord {
        public Ours {
            targets = List.copyOf(targets);
        }
    }

    /** What somebody else wrote; for people. */
    record Foreign(String what) implements ServiceRecord {}

    /** Whether clients are answered with this content for this long. */
    default boolean is(String content, Duration ttl) {
        return this instanceof Ours ours
                && !ours.disabled()
                && ours.ttl().equals(ttl)
                && ours.text().equals(LuaAnswers.text(content));
    }
}
