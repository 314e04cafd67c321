package dev.holdfast.engine.recovery;

import java.util.Optional;

/** Says whether Holdfast may start a run by itself at this moment. */
@FunctionalInterface
public interface StartPermit {
    /** It always may. */
    StartPermit ALWAYS = Optional::empty;

    /** Why not; empty when it may. */
    Optional<String> objection();
}
