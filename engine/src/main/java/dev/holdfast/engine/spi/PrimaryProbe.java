package dev.holdfast.engine.spi;

import dev.holdfast.model.detection.Look;
import java.time.Duration;

/** Looks at a primary again and again over one path. Not for several threads. */
public interface PrimaryProbe extends AutoCloseable {

    /** Looks once; takes no longer than the limit. Never throws for a server that is down. */
    Look look(Duration limit);

    @Override
    void close();
}
