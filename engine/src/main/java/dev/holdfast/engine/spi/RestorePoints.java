package dev.holdfast.engine.spi;

import dev.holdfast.model.database.RestorePoint;
import java.util.List;

/** The restore points that runs recorded. */
public interface RestorePoints {

    /** Newest first. */
    List<RestorePoint> all(String database);
}
