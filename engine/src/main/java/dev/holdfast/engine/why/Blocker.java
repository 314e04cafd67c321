package dev.holdfast.engine.why;

import java.util.Optional;

/** Something that may keep Holdfast from acting by itself. */
@FunctionalInterface
public interface Blocker {

    /** Why nothing would be started now, in a sentence without a dot, such as {@code disarmed by alice: maintenance}. */
    Optional<String> reason();
}
