package dev.holdfast.engine.run;

import dev.holdfast.model.operator.Actor;
import dev.holdfast.model.runbook.Mode;

/**
 * How, why and for whom a run is started.
 *
 * @param reason what asked for it, such as the condition that fired
 */
public record Request(Mode mode, String reason, Actor by) {

    /** Nobody asked; Holdfast found out by itself. */
    public static Request automatic(String reason) {
        return new Request(Mode.AUTO, reason, Actor.automatic("watch"));
    }
}
