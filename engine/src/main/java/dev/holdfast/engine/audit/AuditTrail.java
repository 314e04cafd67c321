package dev.holdfast.engine.audit;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All records, the chain over them, and its checkpoints. */
@FunctionalInterface
public interface AuditTrail {

    /** The trail as it is at this moment, whatever is appended meanwhile. */
    Snapshot snapshot();

    /** The trail as it was at one moment. */
    interface Snapshot extends AutoCloseable {

        /** In the order of their numbers. */
        List<Checkpoint> checkpoints();

        /** Hands over every link whose number is greater than {@code after}, in the order of their numbers. */
        void links(long after, Consumer<Link> consumer);

        @Override
        void close();
    }

    /**
     * What the chain says of a record.
     *
     * @param stream whose record it is
     */
    record Entry(String stream, long index, ChainHash hash) {}

    /**
     * What is kept under one number. In a trail that nobody touched there are always both.
     *
     * @param record empty when only the chain knows of it
     * @param entry empty when the chain does not know of it
     */
    record Link(long seq, Optional<AuditRecord> record, Optional<Entry> entry) {}
}
