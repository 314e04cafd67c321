package dev.holdfast.engine.operation;

import dev.holdfast.model.operation.Danger;

/**
 * What an operation is, for everything that shows or calls it.
 *
 * @param id its area and verb, such as {@code database.promote}
 * @param command its name on the command line, and of its script in {@code scripts/dr/} without the ending
 * @param summary one sentence
 * @param parameters the type of its parameter record
 * @param danger the worst it can do
 */
public record Declaration<P extends Record>(
        String id, String command, String summary, Class<P> parameters, Danger danger) {

    /** The part of the id before the dot. */
    public String area() {
        return id.substring(0, id.indexOf('.'));
    }
}
