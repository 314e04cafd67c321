package dev.holdfast.model.notification;

/** What became of a message on one channel. */
public sealed interface Delivery {
    String channel();

    /**
     * The other side took it.
     *
     * @param receipt what it said, such as an id
     */
    record Sent(String channel, String receipt) implements Delivery {}

    /** Not taken yet; it is kept, and tried again. */
    record Pending(String channel, String reason) implements Delivery {}

    /** The topology has no such channel, so nobody will ever be told over it. */
    record Unconfigured(String channel) implements Delivery {}
}
